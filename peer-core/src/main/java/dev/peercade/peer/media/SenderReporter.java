package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtcpPacket.ReportBlock;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.RtcpPacket.SourceDescription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the viewer how RTP time and wall time belong together, and reads what the viewer says of the path (RFC
/// 3550, section 6.4).
final class SenderReporter {

    /// Below the 5 s of RFC 3550, section 6.2: figures are shown each second, and at 60 bytes a report costs
    /// nothing beside the video.
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /// Reports that a viewer may still quote: 16 s of them, beyond any delay that one can play with.
    private static final int REMEMBERED = 16;

    private final SendSettings settings;
    private final long[] sentReports = new long[REMEMBERED];
    private int reports;
    private @Nullable MonoTime due;
    private long lost;
    private double fractionLost;
    private @Nullable Long roundTripNanos;

    SenderReporter(SendSettings settings) {
        this.settings = settings;
    }

    /// The first report goes with the first picture, for a receiver that wants to play sound beside it.
    void onSent(MonoTime now) {
        if (due == null) {
            due = now;
        }
    }

    byte @Nullable [] pollReport(PacketStamper stamper, MonoTime now) {
        if (!Deadlines.isDue(due, now)) {
            return null;
        }
        due = now.plus(INTERVAL);
        long ntp = ntpAt(now);
        sentReports[reports++ % REMEMBERED] = RtpClock.middle(ntp);
        return RtcpPacket.writeCompound(List.of(
                new SenderReport(
                        settings.ssrc(), ntp, stamper.timestampAt(now), stamper.packets(), stamper.octets(), List.of()),
                new SourceDescription(settings.ssrc(), settings.cname())));
    }

    void onBlocks(List<ReportBlock> blocks, MonoTime now) {
        for (ReportBlock block : blocks) {
            if (!block.source().equals(settings.ssrc())) {
                continue;
            }
            lost = Math.max(0, block.cumulativeLost());
            fractionLost = block.fractionLost() / 256.0;
            if (hasSent(block.lastSenderReport())) {
                // "the round-trip propagation delay is A - LSR - DLSR" (section 6.4.1), in 1/65536 s, modulo 2^32.
                int roundTrip = (int)
                        (RtpClock.middle(ntpAt(now)) - block.lastSenderReport() - block.delaySinceLastSenderReport());
                roundTripNanos = Math.max(0, roundTrip) * 1_000_000_000L / 65_536;
            }
        }
    }

    /// A round trip is measured only against a report that was truly sent.
    private boolean hasSent(long report) {
        for (int i = 0; i < Math.min(reports, REMEMBERED); i++) {
            if (sentReports[i] == report) {
                return true;
            }
        }
        return false;
    }

    private long ntpAt(MonoTime moment) {
        return RtpClock.ntp(settings.unixNanosAtOrigin() + moment.nanos());
    }

    @Nullable
    MonoTime deadline() {
        return due;
    }

    long lost() {
        return lost;
    }

    double fractionLost() {
        return fractionLost;
    }

    @Nullable
    Long roundTripNanos() {
        return roundTripNanos;
    }
}
