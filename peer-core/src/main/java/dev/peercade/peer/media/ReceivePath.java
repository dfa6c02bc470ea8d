package dev.peercade.peer.media;

import dev.peercade.peer.media.fec.FlexFecDecoder;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.RtpHeader.Packet;
import dev.peercade.peer.wire.Ssrc;
import dev.peercade.peer.wire.TransportFeedback;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// From the RTP packets of a streamer to whole pictures, and the reports back. The drain contract stands in this
/// package's documentation. A picture with a hole is never delivered, and after a lost one none until a keyframe.
public final class ReceivePath {

    /// What leaves a receive path.
    public sealed interface Output {

        /// Whole, in decoding order, decodable.
        record Picture(AccessUnit unit) implements Output {}

        /// To be protected and sent.
        record Rtcp(byte[] packet) implements Output {}
    }

    /// Without repair: packets that overtake one another do so within a few milliseconds, and waiting longer would
    /// only put off the plea for a keyframe; a little over one picture at 60 fps.
    private static final Duration REORDERING = Duration.ofMillis(20);

    /// For timers and queues beside the round trips of a repair.
    private static final Duration SLACK = Duration.ofMillis(25);

    /// So long several tries are waited for: a picture that is late still saves those that refer to it.
    private static final Duration COMFORT = Duration.ofMillis(160);

    private static final Duration PATIENCE_MAX = Duration.ofMillis(400);

    private final ReceiveSettings settings;
    private final ReceptionStatistics statistics = new ReceptionStatistics();
    private final ReorderBuffer reorder = new ReorderBuffer(REORDERING);
    private final PathExtensions extensions;
    private final FlexFecDecoder correction = new FlexFecDecoder();
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final MissingPackets missing = new MissingPackets();
    private final PictureAssembler assembler = new PictureAssembler();
    private final KeyframeWait keyframes = new KeyframeWait();
    private final ReceiverReporter reporter;
    private final Queue<Output> ready = new ArrayDeque<>();
    private Duration roundTrip = Duration.ZERO;
    private Duration patience = REORDERING;
    private @Nullable Ssrc source;
    private @Nullable SenderReport sinceMedia;
    private boolean starving;
    private long foreign;
    private long malformed;

    public ReceivePath(ReceiveSettings settings) {
        this.settings = settings;
        extensions = new PathExtensions(settings.extensions());
        reporter = new ReceiverReporter(settings);
    }

    /// The stages, from the packet up to the picture.
    ///
    /// @param packet authenticated and decrypted
    public void onRtp(byte[] packet, MonoTime now) {
        Packet parsed = RtpHeader.parse(packet);
        if (parsed == null) {
            malformed++;
            return;
        }
        Integer counted = extensions.transportSequence(parsed.header());
        if (counted != null) {
            arrivals.onPacket(counted, now);
        }
        Integer repair = settings.retransmissionPayloadType();
        if (repair != null && parsed.header().payloadType() == repair) {
            onRepair(parsed, now);
            return;
        }
        Integer parity = settings.correctionPayloadType();
        if (parity != null && parsed.header().payloadType() == parity) {
            correction.onParity(parsed.payload()).forEach(recovered -> onRecovered(recovered, now));
            return;
        }
        if (!isOurs(parsed.header())) {
            foreign++;
            return;
        }
        if (!statistics.onPacket(parsed.header(), packet.length, now)) {
            return;
        }
        sinceMedia = null;
        starving = false;
        reporter.start(now);
        keyframes.onMedia(now);
        if (repair != null) {
            missing.onPacket(statistics.latestIndex(), now);
        }
        reorder.insert(statistics.latestIndex(), parsed, now);
        correct(extensions.blank(packet), now);
        assembleWhatIsInOrder(now);
    }

    private void correct(byte[] packet, MonoTime now) {
        if (settings.correctionPayloadType() != null) {
            correction.onPacket(packet).forEach(recovered -> onRecovered(recovered, now));
        }
    }

    private void onRecovered(byte[] packet, MonoTime now) {
        Packet parsed = RtpHeader.parse(packet);
        if (parsed == null || !isOurs(parsed.header())) {
            malformed++;
        } else if (statistics.onRepaired(parsed.header().sequenceNumber())) {
            missing.onPacket(statistics.latestIndex(), now);
            reorder.insert(statistics.latestIndex(), parsed, now);
            assembleWhatIsInOrder(now);
        }
    }

    /// RFC 4588, section 4: the original's sequence number goes before its payload.
    private void onRepair(Packet packet, MonoTime now) {
        Ssrc known = source;
        if (known == null || packet.payload().length <= Short.BYTES) {
            malformed++;
            return;
        }
        ByteBuffer payload = ByteBuffer.wrap(packet.payload());
        int sequenceNumber = payload.getShort() & 0xFFFF;
        if (!statistics.onRepaired(sequenceNumber)) {
            return;
        }
        byte[] original = new byte[payload.remaining()];
        payload.get(original);
        RtpHeader header = RtpHeader.plain(
                packet.header().marker(),
                settings.payloadType(),
                sequenceNumber,
                packet.header().timestamp(),
                known);
        missing.onPacket(statistics.latestIndex(), now);
        reorder.insert(statistics.latestIndex(), new Packet(header, original), now);
        correct(extensions.write(header, original), now);
        assembleWhatIsInOrder(now);
    }

    /// How long an answer of the streamer's takes, as far as is known: what comes again in time is waited for. A
    /// keyframe takes no less, and costs more.
    public void onRoundTrip(Duration measured) {
        if (settings.retransmissionPayloadType() == null || measured.equals(roundTrip)) {
            return;
        }
        roundTrip = measured;
        Duration severalTries = measured.multipliedBy(9).dividedBy(2).plus(SLACK);
        Duration oneTry = measured.plus(SLACK);
        patience = shorter(longer(shorter(severalTries, COMFORT), oneTry), PATIENCE_MAX);
        reorder.setPatience(patience);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /// The streamer's reports.
    ///
    /// @param compound authenticated and decrypted
    public void onRtcp(byte[] compound, MonoTime now) {
        List<RtcpPacket> packets = RtcpPacket.parseCompound(compound);
        if (packets == null) {
            malformed++;
            return;
        }
        for (RtcpPacket packet : packets) {
            if (packet instanceof SenderReport report && report.sender().equals(source)) {
                reporter.onSenderReport(report, now);
                SenderReport before = sinceMedia;
                sinceMedia = before == null ? report : before;
                starving = before != null && before.packets() != report.packets();
            }
        }
    }

    /// Whether the streamer has said since the latest packet that it sends some.
    public boolean isStarving() {
        return starving;
    }

    /// A decoder has lost its way. Coalesced with the path's own pleas; before the first packet there is nobody to
    /// ask.
    public void requestKeyframe(MonoTime now) {
        keyframes.ask(now);
    }

    /// The next thing to do, or null.
    public @Nullable Output poll(MonoTime now) {
        if (reorder.giveUpGap(now)) {
            assembleWhatIsInOrder(now);
        }
        Output picture = ready.poll();
        if (picture != null) {
            return picture;
        }
        if (source == null) {
            return null;
        }
        if (keyframes.pollPlea(assembler.isReceivingKeyframe(), now)) {
            return new Output.Rtcp(reporter.plea(source, statistics, now));
        }
        missing.forgetBefore(reorder.awaited());
        List<Integer> lost = missing.poll(roundTrip, patience, now);
        if (!lost.isEmpty()) {
            return new Output.Rtcp(reporter.nack(source, lost));
        }
        TransportFeedback feedback = arrivals.poll(settings.local(), source, now);
        if (feedback != null) {
            return new Output.Rtcp(reporter.withEmptyReport(feedback));
        }
        byte[] report = reporter.pollReport(source, statistics, now);
        return report == null ? null : new Output.Rtcp(report);
    }

    /// When `poll` is due again though nothing comes in, or null for never. May lie in the past.
    public @Nullable MonoTime deadline() {
        MonoTime repair = missing.deadline(roundTrip, patience);
        MonoTime plea = Deadlines.earlier(keyframes.deadline(), reporter.deadline());
        MonoTime feedback = source == null ? null : arrivals.deadline();
        return Deadlines.earlier(Deadlines.earlier(reorder.deadline(), feedback), Deadlines.earlier(repair, plea));
    }

    public ReceiveFigures figures() {
        return new ReceiveFigures(
                statistics.received(),
                statistics.bytes(),
                Math.max(0, statistics.lost()),
                statistics.repaired(),
                keyframes.delivered(),
                keyframes.useless() + assembler.broken(),
                reorder.late(),
                statistics.duplicates(),
                foreign,
                malformed,
                keyframes.pleas(),
                RtpClock.nanos(statistics.jitter()));
    }

    /// The first source with the agreed payload type is the streamer's, since only the streamer has the keys.
    private boolean isOurs(RtpHeader header) {
        if (header.payloadType() != settings.payloadType()) {
            return false;
        }
        if (source == null) {
            source = header.ssrc();
        }
        return source.equals(header.ssrc());
    }

    private void assembleWhatIsInOrder(MonoTime now) {
        for (ReorderBuffer.Item item = reorder.next(); item != null; item = reorder.next()) {
            for (PictureAssembler.Result result : assembler.onItem(item, now)) {
                switch (result) {
                    case PictureAssembler.Result.Broken _ -> keyframes.onBroken(now);
                    case PictureAssembler.Result.Whole whole -> {
                        if (keyframes.admit(whole.unit(), now)) {
                            ready.add(new Output.Picture(whole.unit()));
                        }
                    }
                }
            }
        }
    }
}
