package dev.peercade.peer.media.fec;

import dev.peercade.peer.wire.SequenceNumber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes up for lost packets of one source by parity payloads, in whatever order both come. Keeps the last packets and
/// the last parities only.
public final class FlexFecDecoder {

    /// Packets that a parity may still need: two of the longest groups.
    private static final int PACKETS_KEPT = 256;

    private static final int PARITIES_KEPT = 64;

    /// No packet on a path that one can play on is longer.
    private static final int PACKET_BYTES_MAX = 2048;

    /// Instead of the index of the one packet that a parity lacks.
    private static final long NOTHING = Long.MIN_VALUE;
    private static final long SEVERAL = Long.MIN_VALUE + 1;

    private final NavigableMap<Long, byte[]> packets = new TreeMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean started;
    private long highest;
    private long malformed;
    private long recovered;

    private record Waiting(long base, FecHeader header) {}

    /// @param packet a whole RTP packet, as it was when it was protected
    /// @return packets that could be made up for thereby, whole
    public List<byte[]> onPacket(byte[] packet) {
        int sequenceNumber = ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
        long index = started ? SequenceNumber.unwrap(sequenceNumber, highest) : sequenceNumber + 0x10000L;
        if (started && index <= highest - PACKETS_KEPT) {
            return List.of();
        }
        if (started && index - highest > PACKETS_KEPT) {
            packets.clear();
            waiting.clear();
        }
        highest = started ? Math.max(highest, index) : index;
        started = true;
        keep(index, packet);
        return recover();
    }

    /// @param payload of a packet of the stream of parities
    /// @return packets that could be made up for thereby, whole
    public List<byte[]> onParity(byte[] payload) {
        FecHeader header = payload.length > PACKET_BYTES_MAX ? null : FecHeader.read(payload);
        if (header == null) {
            malformed++;
            return List.of();
        }
        if (!started) {
            return List.of();
        }
        long base = SequenceNumber.unwrap(header.base(), highest);
        if (base + header.mask().length() <= highest - PACKETS_KEPT || base > highest + PACKETS_KEPT) {
            return List.of();
        }
        waiting.addLast(new Waiting(base, header));
        if (waiting.size() > PARITIES_KEPT) {
            waiting.removeFirst();
        }
        return recover();
    }

    private void keep(long index, byte[] packet) {
        packets.put(index, packet);
        packets.headMap(highest - PACKETS_KEPT, true).clear();
    }

    /// A packet that is made up for may complete another parity.
    private List<byte[]> recover() {
        List<byte[]> found = new ArrayList<>();
        boolean again = true;
        while (again) {
            again = false;
            for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                Waiting parity = each.next();
                long missing = missing(parity);
                if (missing == SEVERAL) {
                    continue;
                }
                each.remove();
                byte[] packet = missing == NOTHING ? null : solve(parity, missing);
                if (packet != null) {
                    highest = Math.max(highest, missing);
                    keep(missing, packet);
                    found.add(packet);
                    again = true;
                }
            }
        }
        recovered += found.size();
        return found;
    }

    private long missing(Waiting parity) {
        long missing = NOTHING;
        for (int bit = parity.header.mask().nextSetBit(0);
                bit >= 0;
                bit = parity.header.mask().nextSetBit(bit + 1)) {
            if (!packets.containsKey(parity.base + bit)) {
                if (missing != NOTHING) {
                    return SEVERAL;
                }
                missing = parity.base + bit;
            }
        }
        return missing;
    }

    private byte @Nullable [] solve(Waiting parity, long missing) {
        Parity sum = parity.header.parity();
        for (int bit = parity.header.mask().nextSetBit(0);
                bit >= 0;
                bit = parity.header.mask().nextSetBit(bit + 1)) {
            byte[] packet = packets.get(parity.base + bit);
            if (packet != null) {
                sum = sum.xor(Parity.of(packet));
            }
        }
        byte[] solved = sum.packet((int) (missing & 0xFFFF), parity.header.ssrc());
        malformed += solved == null ? 1 : 0;
        return solved;
    }

    /// Parities that could not be read, or whose solution is no packet.
    public long malformed() {
        return malformed;
    }

    /// Packets made up for.
    public long recovered() {
        return recovered;
    }
}
