package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtcpPacket.GenericNack;
import dev.peercade.peer.wire.RtcpPacket.PictureLossIndication;
import dev.peercade.peer.wire.RtcpPacket.ReceiverReport;
import dev.peercade.peer.wire.RtcpPacket.ReportBlock;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.RtcpPacket.SourceDescription;
import dev.peercade.peer.wire.Ssrc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the streamer how its packets arrive (RFC 3550, section 6.4.2), and what cannot be decoded (RFC 4585).
final class ReceiverReporter {

    /// As often as the streamer's figures are shown.
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final int CUMULATIVE_MAX = 0x7FFFFF;

    private final ReceiveSettings settings;
    private @Nullable MonoTime due;
    private long lastSenderReport;
    private @Nullable MonoTime lastSenderReportAt;

    ReceiverReporter(ReceiveSettings settings) {
        this.settings = settings;
    }

    void start(MonoTime now) {
        if (due == null) {
            due = now.plus(INTERVAL);
        }
    }

    void onSenderReport(SenderReport report, MonoTime now) {
        lastSenderReport = RtpClock.middle(report.ntpTimestamp());
        lastSenderReportAt = now;
    }

    byte @Nullable [] pollReport(Ssrc source, ReceptionStatistics statistics, MonoTime now) {
        if (!Deadlines.isDue(due, now)) {
            return null;
        }
        due = now.plus(INTERVAL);
        return RtcpPacket.writeCompound(report(source, statistics, now));
    }

    /// A compound packet, since reduced size (RFC 5506) has not been agreed upon.
    byte[] plea(Ssrc source, ReceptionStatistics statistics, MonoTime now) {
        List<RtcpPacket> packets = new ArrayList<>(report(source, statistics, now));
        packets.add(new PictureLossIndication(settings.local(), source));
        return RtcpPacket.writeCompound(packets);
    }

    byte[] nack(Ssrc source, List<Integer> lost) {
        return withEmptyReport(new GenericNack(settings.local(), source, lost));
    }

    /// Those with figures come at equal intervals.
    byte[] withEmptyReport(RtcpPacket feedback) {
        return RtcpPacket.writeCompound(List.of(
                new ReceiverReport(settings.local(), List.of()),
                new SourceDescription(settings.local(), settings.cname()),
                feedback));
    }

    private List<RtcpPacket> report(Ssrc source, ReceptionStatistics statistics, MonoTime now) {
        long delay = lastSenderReportAt == null ? 0 : RtpClock.shortDuration(now.nanosSince(lastSenderReportAt));
        ReportBlock block = new ReportBlock(
                source,
                statistics.takeFractionLost(),
                (int) Math.clamp(statistics.lost(), -CUMULATIVE_MAX, CUMULATIVE_MAX),
                statistics.extendedHighest(),
                statistics.jitter(),
                lastSenderReport,
                delay);
        return List.of(
                new ReceiverReport(settings.local(), List.of(block)),
                new SourceDescription(settings.local(), settings.cname()));
    }

    @Nullable
    MonoTime deadline() {
        return due;
    }
}
