package dev.peercade.peer.media;

import dev.peercade.peer.media.SendSettings.Retransmission;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.RtpHeader.Packet;
import dev.peercade.peer.wire.SequenceNumber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was sent lately, to be sent again on a stream of its own (RFC 4588, section 4).
final class RetransmissionBuffer {

    /// Half a second of 20 Mbit/s. A power of two, so that sequence numbers wrap with it.
    private static final int CAPACITY = 1024;

    /// What is older can be of no use: its picture has been given up.
    private static final Duration AGE_MAX = Duration.ofMillis(500);

    /// What is sent again, as a share of what is sent: a viewer that asks for all of it again, or is made to, takes at
    /// most so much more.
    private static final double SHARE = 0.5;

    /// A keyframe's worth.
    private static final double ALLOWANCE_MAX = 64_000;

    /// What was lost once must not be lost again: there is time for two tries or three, and little is sent again.
    private static final int COPIES = 2;

    /// @param againAt when it went out again last; null before
    private record Sent(
            byte[] packet, MonoTime at, @Nullable MonoTime againAt) {}

    private final Retransmission stream;
    private final PathExtensions extensions;
    private final @Nullable Sent[] ring = new Sent[CAPACITY];
    private int nextSequenceNumber;
    private double allowance = ALLOWANCE_MAX;
    private long packets;

    RetransmissionBuffer(Retransmission stream, PathExtensions extensions, int firstSequenceNumber) {
        this.stream = stream;
        this.extensions = extensions;
        this.nextSequenceNumber = firstSequenceNumber & 0xFFFF;
    }

    void keep(byte[] packet, MonoTime now) {
        int slot = sequenceNumber(packet) % CAPACITY;
        ring[slot] = new Sent(packet, now, null);
        allowance = Math.min(ALLOWANCE_MAX, allowance + SHARE * packet.length);
    }

    /// The packet anew, or nothing where it is gone, or went out again within `pause`: that may still arrive.
    /// @param crowded whether the way is full, so that a second copy would only make it worse
    List<byte[]> again(int sequenceNumber, boolean crowded, Duration pause, MonoTime now) {
        int slot = sequenceNumber % CAPACITY;
        Sent kept = ring[slot];
        if (kept == null
                || sequenceNumber(kept.packet) != sequenceNumber
                || now.nanosSince(kept.at) > AGE_MAX.toNanos()
                || kept.packet.length > allowance) {
            return List.of();
        }
        MonoTime latest = kept.againAt;
        Packet original = RtpHeader.parse(kept.packet);
        if (original == null || latest != null && now.nanosSince(latest) < pause.toNanos()) {
            return List.of();
        }
        ring[slot] = new Sent(kept.packet, kept.at, now);
        List<byte[]> copies = new ArrayList<>(COPIES);
        for (int copy = 0; copy < (crowded ? 1 : COPIES); copy++) {
            allowance -= kept.packet.length;
            copies.add(stamped(original, sequenceNumber));
        }
        packets += copies.size();
        return copies;
    }

    private byte[] stamped(Packet original, int sequenceNumber) {
        RtpHeader header = original.header();
        byte[] payload = ByteBuffer.allocate(Short.BYTES + original.payload().length)
                .putShort((short) sequenceNumber)
                .put(original.payload())
                .array();
        byte[] packet = extensions.write(
                RtpHeader.plain(
                        header.marker(), stream.payloadType(), nextSequenceNumber, header.timestamp(), stream.ssrc()),
                payload);
        nextSequenceNumber = SequenceNumber.next(nextSequenceNumber);
        return packet;
    }

    private static int sequenceNumber(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    long packets() {
        return packets;
    }
}
