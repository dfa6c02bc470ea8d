package dev.peercade.peer.media;

import dev.peercade.peer.media.congestion.BandwidthEstimator;
import dev.peercade.peer.media.pace.Pacer;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportFeedback;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The send path's last stages: packets leave at the pace that the viewer's feedback allows, numbered as they leave,
/// and the encoder is told what it may spend. Without feedback they leave at once.
final class PacedEgress {

    /// UDP and IPv4 headers, and the tag of SRTP: what a packet is on the wire beyond its own bytes.
    private static final int WIRE_BYTES = 20 + 8 + 16;

    private static final int RTP_HEADER = 12 + 8;

    /// A smaller change of the target is not worth an encoder's while.
    private static final double CHANGE = 0.02;

    /// Over about a second of pictures.
    private static final double FADE = 0.98;

    private final PathExtensions extensions;
    private final Pacer pacer = new Pacer(Double.POSITIVE_INFINITY);
    private final @Nullable BandwidthEstimator bandwidth;
    private long train;
    private double payloadBytes;
    private double wireBytes;
    private int toldKbps;

    PacedEgress(PathExtensions extensions, int startKbps) {
        this.extensions = extensions;
        bandwidth = extensions.countsTransport() ? new BandwidthEstimator(startKbps) : null;
        if (bandwidth != null) {
            pacer.rate(bandwidth.paceBitsPerSecond());
        }
    }

    /// A picture's packets.
    void media(List<byte[]> packets) {
        train++;
        payloadBytes *= FADE;
        wireBytes *= FADE;
        for (byte[] packet : packets) {
            payloadBytes += packet.length - RTP_HEADER;
        }
        pacer.send(packets, train);
    }

    /// Of the picture before: they end its train.
    void parity(List<byte[]> packets) {
        pacer.send(packets, train);
    }

    /// The share of packets that the way loses by itself, not since we fill it; 0 without feedback.
    double ownLoss() {
        return bandwidth == null ? 0 : bandwidth.ownLoss();
    }

    boolean isCrowded(MonoTime now) {
        return bandwidth != null && bandwidth.isCrowded(now);
    }

    void repair(byte[] packet) {
        pacer.repair(packet);
    }

    void onFeedback(TransportFeedback feedback, Duration roundTrip, MonoTime now) {
        if (bandwidth != null) {
            bandwidth.onFeedback(feedback, roundTrip, now);
            pacer.rate(bandwidth.paceBitsPerSecond());
        }
    }

    void onPathChanged() {
        if (bandwidth != null) {
            bandwidth.onPathChanged();
        }
    }

    byte @Nullable [] poll(MonoTime now) {
        Pacer.Item item = pacer.poll(now);
        if (item == null) {
            return null;
        }
        int bytes = item.packet().length + WIRE_BYTES;
        wireBytes += bytes;
        if (bandwidth != null) {
            extensions.fillTransportSequence(item.packet(), bandwidth.onSent(bytes, item.train(), now));
        }
        return item.packet();
    }

    /// What the encoder may spend from now on, in 1000 bits a second of coded video, or null where that has not
    /// changed.
    @Nullable
    Integer pollTarget(MonoTime now) {
        if (bandwidth == null) {
            return null;
        }
        bandwidth.onTime(now);
        double share = wireBytes == 0 ? 1 : Math.clamp(payloadBytes / wireBytes, 0.3, 1);
        int kbps = (int) (bandwidth.targetBitsPerSecond() * share / 1000);
        if (Math.abs(kbps - toldKbps) <= CHANGE * toldKbps) {
            return null;
        }
        toldKbps = kbps;
        return kbps;
    }

    @Nullable
    MonoTime deadline() {
        return pacer.deadline();
    }
}
