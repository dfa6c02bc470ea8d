package dev.peercade.peer.media.fec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Makes parity payloads of a picture's packets, laid out by [Strides].
public final class FlexFecEncoder {

    /// Bytes by which a parity payload is longer than the longest packet behind its fixed header, at most.
    public static final int OVERHEAD_MAX = FecHeader.BYTES_MAX;

    private FlexFecEncoder() {}

    /// @param packets whole RTP packets of one source with consecutive sequence numbers, whose header extensions are as
    ///     the receiver will see them
    /// @param parities how many payloads, 0 to the number of packets; more where a mask cannot name so many packets
    public static List<byte[]> protect(List<byte[]> packets, int parities) {
        List<byte[]> payloads = new ArrayList<>();
        if (parities <= 0) {
            return payloads;
        }
        int groups = (packets.size() + FecHeader.PACKETS_MAX - 1) / FecHeader.PACKETS_MAX;
        int size = (packets.size() + groups - 1) / Math.max(1, groups);
        for (int from = 0; from < packets.size(); from += size) {
            List<byte[]> group = packets.subList(from, Math.min(packets.size(), from + size));
            protectGroup(group, Math.clamp((parities + groups - 1) / groups, 1, group.size()), payloads);
        }
        return payloads;
    }

    private static void protectGroup(List<byte[]> group, int parities, List<byte[]> payloads) {
        ByteBuffer first = ByteBuffer.wrap(group.getFirst());
        int base = first.getShort(2) & 0xFFFF;
        int ssrc = first.getInt(8);
        Strides strides = Strides.of(parities);
        for (int parity = 0; parity < parities; parity++) {
            Parity sum = Parity.NONE;
            BitSet mask = new BitSet(group.size());
            for (int i = strides.first(parity); i < group.size(); i += strides.step(parity)) {
                sum = sum.xor(Parity.of(group.get(i)));
                mask.set(i);
            }
            payloads.add(new FecHeader(ssrc, base, mask, sum).write());
        }
    }
}
