package dev.peercade.viewer.watch;

import dev.peercade.media.Picture;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.peer.media.stats.FrameMeter;
import dev.peercade.peer.media.stats.StageDelay;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.time.MonoTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The viewer's side of the figures. Thread-safe: the decoder writes, the command reads.
public final class ViewerFigures {

    private final UUID session;
    private final MonoTime askedAt;
    private final FrameMeter meter = new FrameMeter();
    private final StageDelay decode = new StageDelay();
    private final StageDelay decodeSpan = new StageDelay();
    private final StageDelay render = new StageDelay();
    private final StageDelay renderSpan = new StageDelay();

    private @Nullable MonoTime firstAt;
    private long lastHash;
    private int width;
    private int height;
    private long late;
    private long spanBytes;
    private MonoTime spanStart;

    public ViewerFigures(UUID session, MonoTime askedAt) {
        this.session = session;
        this.askedAt = askedAt;
        this.spanStart = askedAt;
    }

    public synchronized void onPicture(Picture picture) {
        MonoTime now = new MonoTime(picture.decodeEndNanos());
        long hash = picture.lumaHash();
        meter.onFrame(now, meter.frames() == 0 || hash != lastHash);
        lastHash = hash;
        if (firstAt == null) {
            firstAt = now;
            spanStart = now;
        }
        width = picture.width();
        height = picture.height();
        long took = picture.decodeEndNanos() - picture.decodeStartNanos();
        decode.record(took);
        decodeSpan.record(took);
    }

    /// A picture has been shown.
    ///
    /// @param waitedNanos from the end of its decoding
    public synchronized void onShown(long waitedNanos) {
        render.record(waitedNanos);
        renderSpan.record(waitedNanos);
    }

    /// A picture came when the decoder was too far behind.
    public synchronized void onLate() {
        late++;
    }

    /// Whether pictures have come for a second: rates over less mean nothing.
    public synchronized boolean hasSecond(MonoTime now) {
        return firstAt != null && now.nanosSince(firstAt) >= 1_000_000_000;
    }

    /// When the first picture was there, or null before that.
    public synchronized @Nullable MonoTime firstPictureAt() {
        return firstAt;
    }

    /// The time since the previous call.
    public synchronized StreamFigures span(MonoTime now, PathFigures path) {
        StreamFigures figures = figures(
                meter.takeSpanFps(now),
                kbps(path.bytes() - spanBytes, now.nanosSince(spanStart)),
                path,
                decodeSpan,
                renderSpan);
        spanBytes = path.bytes();
        spanStart = now;
        decodeSpan.reset();
        renderSpan.reset();
        return figures;
    }

    /// The whole run.
    public synchronized StreamFigures total(MonoTime now, PathFigures path) {
        MonoTime from = firstAt;
        long kbps = from == null ? 0 : kbps(path.bytes(), now.nanosSince(from));
        return figures(meter.meanFps(), kbps, path, decode, render);
    }

    private StreamFigures figures(double fps, long kbps, PathFigures path, StageDelay decoding, StageDelay showing) {
        return new StreamFigures(
                "viewer",
                session,
                path.kind() == null ? null : path.kind().toString(),
                firstAt == null ? null : firstAt.since(askedAt).toMillis(),
                meter.frames(),
                meter.distinct(),
                Math.round(fps * 10) / 10.0,
                width,
                height,
                kbps,
                path.packetsLost(),
                null,
                meter.freezeMs(),
                late,
                1,
                new DelayFigures(null, null, null, null, null, decoding.percentiles(), showing.percentiles(), null),
                null);
    }

    private static long kbps(long bytes, long nanos) {
        return nanos <= 0 ? 0 : Math.round(bytes * 8 * 1e6 / nanos);
    }
}
