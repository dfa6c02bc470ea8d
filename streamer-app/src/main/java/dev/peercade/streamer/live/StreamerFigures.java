package dev.peercade.streamer.live;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.Size;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.model.report.DroppedFrames;
import dev.peercade.peer.media.stats.FrameMeter;
import dev.peercade.peer.media.stats.StageDelay;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.time.MonoTime;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The streamer's side of the figures. Thread-safe: the picture loop writes, the command reads.
public final class StreamerFigures {

    private final Size size;
    private final MonoTime startedAt;
    private final FrameMeter meter = new FrameMeter();
    private final MomentMeter moments = new MomentMeter();
    private final StageDelay capture = new StageDelay();
    private final StageDelay encode = new StageDelay();
    private final StageDelay captureSpan = new StageDelay();
    private final StageDelay encodeSpan = new StageDelay();

    private @Nullable UUID session;
    private @Nullable Long firstFrameMs;
    private long codedBytes;
    private long spanBytes;
    private MonoTime spanStart;
    private @Nullable MonoTime firstAt;

    public StreamerFigures(Size size, MonoTime startedAt) {
        this.size = size;
        this.startedAt = startedAt;
        this.spanStart = startedAt;
    }

    public synchronized void opened(UUID id) {
        session = id;
    }

    /// A picture of the source, whether or not it is encoded.
    public synchronized void onGrab(Grab grab) {
        moments.on(grab);
    }

    /// From here on pictures come from elsewhere.
    public synchronized void onSwitch() {
        moments.restart();
    }

    /// @param differs whether the picture is another than the one before
    public synchronized void onPicture(EncodedPicture picture, boolean differs) {
        MonoTime now = new MonoTime(picture.encodeEndNanos());
        if (firstFrameMs == null) {
            firstFrameMs = now.since(startedAt).toMillis();
            firstAt = now;
            spanStart = now;
        }
        meter.onFrame(now, differs);
        codedBytes += picture.annexB().length;
        spanBytes += picture.annexB().length;
        long captured = picture.captureEndNanos() - picture.captureStartNanos();
        long encoded = picture.encodeEndNanos() - picture.encodeStartNanos();
        capture.record(captured);
        captureSpan.record(captured);
        encode.record(encoded);
        encodeSpan.record(encoded);
    }

    /// The time since the previous call.
    ///
    /// @param leftOut pictures since the start that the session has not sent, since the way out was too slow
    public synchronized StreamFigures span(MonoTime now, Collection<PathFigures> paths, long leftOut) {
        StreamFigures figures = figures(
                meter.takeSpanFps(now),
                kbps(spanBytes, now.nanosSince(spanStart)),
                paths,
                delays(captureSpan, encodeSpan),
                dropped(leftOut));
        spanBytes = 0;
        spanStart = now;
        captureSpan.reset();
        encodeSpan.reset();
        return figures;
    }

    /// The whole run.
    ///
    /// @param leftOut as in [#span(MonoTime, Collection, long)]
    public synchronized StreamFigures total(MonoTime now, Collection<PathFigures> paths, long leftOut) {
        MonoTime from = firstAt;
        return figures(
                meter.meanFps(),
                from == null ? 0 : kbps(codedBytes, now.nanosSince(from)),
                paths,
                delays(capture, encode),
                dropped(leftOut));
    }

    private DroppedFrames dropped(long leftOut) {
        return new DroppedFrames(moments.capture(), moments.encoding(), leftOut, moments.due());
    }

    private StreamFigures figures(
            double fps, long kbps, Collection<PathFigures> paths, DelayFigures delay, DroppedFrames dropped) {
        return new StreamFigures(
                "streamer",
                session,
                path(paths),
                firstFrameMs,
                meter.frames(),
                meter.distinct(),
                Math.round(fps * 10) / 10.0,
                size.width(),
                size.height(),
                kbps,
                paths.stream().mapToLong(PathFigures::packetsLost).sum(),
                null,
                // A pause of the streamer is no freeze; what a viewer sees is in the viewer's figures.
                0,
                0,
                paths.size(),
                delay,
                null,
                dropped);
    }

    /// The one kind that all viewers' paths have, or `mixed`.
    private static @Nullable String path(Collection<PathFigures> paths) {
        Set<String> kinds = paths.stream()
                .map(PathFigures::kind)
                .filter(kind -> kind != null)
                .map(CandidateKind::toString)
                .collect(Collectors.toSet());
        return switch (kinds.size()) {
            case 0 -> null;
            case 1 -> kinds.iterator().next();
            default -> "mixed";
        };
    }

    private static DelayFigures delays(StageDelay capture, StageDelay encode) {
        return new DelayFigures(capture.percentiles(), encode.percentiles(), null, null, null, null, null, null);
    }

    private static long kbps(long bytes, long nanos) {
        return nanos <= 0 ? 0 : Math.round(bytes * 8 * 1e6 / nanos);
    }
}
