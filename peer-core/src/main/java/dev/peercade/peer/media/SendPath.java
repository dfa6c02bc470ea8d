package dev.peercade.peer.media;

import dev.peercade.peer.media.SendSettings.ErrorCorrection;
import dev.peercade.peer.media.SendSettings.Retransmission;
import dev.peercade.peer.media.congestion.BandwidthEstimator;
import dev.peercade.peer.media.packetize.PacketizedFrame;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtcpPacket.FullIntraRequest;
import dev.peercade.peer.wire.RtcpPacket.GenericNack;
import dev.peercade.peer.wire.RtcpPacket.PictureLossIndication;
import dev.peercade.peer.wire.RtcpPacket.ReceiverReport;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.TransportFeedback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From a packetized picture to the RTP packets of one viewer, and what the viewer reports back. The drain contract
/// stands in this package's documentation.
public final class SendPath {

    /// What leaves a send path.
    public sealed interface Output {

        /// To be protected and sent.
        record Rtp(byte[] packet) implements Output {}

        /// To be protected and sent.
        record Rtcp(byte[] packet) implements Output {}

        /// The encoder's next picture should be a keyframe.
        record KeyframeNeeded() implements Output {}

        /// What the encoder may spend on this viewer from now on.
        ///
        /// @param kbps 1000 bits a second of coded video
        record Target(int kbps) implements Output {}
    }

    /// Before the same packet goes again, as long as the round trip is not known.
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final KeyframeGate gate = new KeyframeGate();
    private final PacedEgress egress;
    private final PacketStamper stamper;
    private final SenderReporter reporter;
    private final @Nullable RetransmissionBuffer again;
    private final @Nullable ErrorCorrectionStream correction;
    private long malformed;

    public SendPath(SendSettings settings) {
        this(settings, BandwidthEstimator.START_KBPS);
    }

    /// @param startKbps what the viewer is sent until its feedback says more
    public SendPath(SendSettings settings, int startKbps) {
        PathExtensions extensions = new PathExtensions(settings.extensions());
        egress = new PacedEgress(extensions, startKbps);
        stamper = new PacketStamper(settings, extensions);
        reporter = new SenderReporter(settings);
        Retransmission stream = settings.retransmission();
        again = stream == null ? null : new RetransmissionBuffer(stream, extensions, settings.firstSequenceNumber());
        ErrorCorrection parities = settings.correction();
        correction = parities == null
                ? null
                : new ErrorCorrectionStream(parities, extensions, settings.firstSequenceNumber());
    }

    /// The stages, from the picture down to the packets.
    public void onFrame(PacketizedFrame frame, MonoTime now) {
        if (!gate.admit(frame, now)) {
            return;
        }
        List<byte[]> packets = stamper.stamp(frame);
        if (again != null) {
            packets.forEach(packet -> again.keep(packet, now));
        }
        egress.media(packets);
        if (correction != null) {
            egress.parity(correction.protect(packets, egress.ownLoss(), roundTrip()));
        }
        reporter.onSent(now);
    }

    /// The viewer's feedback.
    ///
    /// @param compound authenticated and decrypted
    public void onRtcp(byte[] compound, MonoTime now) {
        List<RtcpPacket> packets = RtcpPacket.parseCompound(compound);
        if (packets == null) {
            malformed++;
            return;
        }
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case PictureLossIndication indication when indication.media().equals(stamper.ssrc()) -> gate.ask();
                case FullIntraRequest request when request.media().contains(stamper.ssrc()) -> gate.ask();
                case GenericNack nack when nack.media().equals(stamper.ssrc()) -> sendAgain(nack.lost(), now);
                case TransportFeedback feedback -> egress.onFeedback(feedback, roundTrip(), now);
                case ReceiverReport report -> reporter.onBlocks(report.blocks(), now);
                case SenderReport report -> reporter.onBlocks(report.blocks(), now);
                default -> {}
            }
        }
    }

    private Duration roundTrip() {
        Long nanos = reporter.roundTripNanos();
        return nanos == null ? Duration.ZERO : Duration.ofNanos(nanos);
    }

    private void sendAgain(List<Integer> lost, MonoTime now) {
        if (again == null) {
            return;
        }
        Long roundTrip = reporter.roundTripNanos();
        Duration pause = roundTrip == null ? PAUSE : Duration.ofNanos(roundTrip / 2);
        List<byte[]> seconds = new ArrayList<>();
        for (int sequenceNumber : lost) {
            List<byte[]> copies = again.again(sequenceNumber, egress.isCrowded(now), pause, now);
            if (!copies.isEmpty()) {
                egress.repair(copies.getFirst());
                seconds.addAll(copies.subList(1, copies.size()));
            }
        }
        // Behind all the first ones, so that one burst of loss does not take both.
        seconds.forEach(egress::repair);
    }

    /// The next thing to do, or null.
    public @Nullable Output poll(MonoTime now) {
        if (gate.pollRequest(now)) {
            return new Output.KeyframeNeeded();
        }
        byte[] report = reporter.pollReport(stamper, now);
        if (report != null) {
            return new Output.Rtcp(report);
        }
        Integer target = egress.pollTarget(now);
        if (target != null) {
            return new Output.Target(target);
        }
        byte[] packet = egress.poll(now);
        return packet == null ? null : new Output.Rtp(packet);
    }

    /// Media takes another way from now on.
    public void onPathChanged() {
        egress.onPathChanged();
    }

    /// When `poll` is due again though nothing comes in, or null for never. May lie in the past.
    public @Nullable MonoTime deadline() {
        return Deadlines.earlier(egress.deadline(), Deadlines.earlier(gate.deadline(), reporter.deadline()));
    }

    public SendFigures figures() {
        return new SendFigures(
                stamper.frames(),
                stamper.packets(),
                stamper.octets(),
                stamper.bytes(),
                again == null ? 0 : again.packets(),
                correction == null ? 0 : correction.packets(),
                reporter.lost(),
                reporter.fractionLost(),
                reporter.roundTripNanos(),
                gate.asked(),
                malformed);
    }
}
