package dev.peercade.peer.media;

import dev.peercade.peer.media.packetize.PacketizedFrame;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.SequenceNumber;
import dev.peercade.peer.wire.Ssrc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts the viewer's own header before the payloads that all viewers share.
final class PacketStamper {

    private final SendSettings settings;
    private final PathExtensions extensions;
    private int nextSequenceNumber;
    private @Nullable MonoTime origin;
    private long frames;
    private long packets;
    private long octets;
    private long bytes;

    PacketStamper(SendSettings settings, PathExtensions extensions) {
        this.settings = settings;
        this.extensions = extensions;
        nextSequenceNumber = settings.firstSequenceNumber() & 0xFFFF;
    }

    /// "The marker bit is set for the very last packet of the access unit" (RFC 6184, section 5.1).
    List<byte[]> stamp(PacketizedFrame frame) {
        if (origin == null) {
            origin = frame.capturedAt();
        }
        long timestamp = timestampAt(frame.capturedAt());
        List<byte[]> stamped = new ArrayList<>(frame.payloads().size());
        for (int i = 0; i < frame.payloads().size(); i++) {
            byte[] payload = frame.payloads().get(i);
            boolean last = i == frame.payloads().size() - 1;
            byte[] packet = extensions.write(
                    RtpHeader.plain(last, settings.payloadType(), nextSequenceNumber, timestamp, settings.ssrc()),
                    payload);
            nextSequenceNumber = SequenceNumber.next(nextSequenceNumber);
            packets++;
            octets += payload.length;
            bytes += packet.length;
            stamped.add(packet);
        }
        frames++;
        return stamped;
    }

    /// The RTP timestamp of a moment, whether or not a picture was taken then.
    long timestampAt(MonoTime moment) {
        long elapsed = origin == null ? 0 : moment.nanosSince(origin);
        return (settings.firstTimestamp() + RtpClock.ticks(elapsed)) & 0xFFFFFFFFL;
    }

    Ssrc ssrc() {
        return settings.ssrc();
    }

    long frames() {
        return frames;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    long bytes() {
        return bytes;
    }
}
