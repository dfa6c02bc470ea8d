package dev.peercade.viewer.live;

import dev.peercade.media.Picture;
import dev.peercade.model.report.CommandEvent.Reception;
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
    private final FrameMeter incoming = new FrameMeter();
    private final FrameMeter meter = new FrameMeter();
    private final FrameMeter shown = new FrameMeter();
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

    /// A whole access unit has come.
    public synchronized void onIncoming(MonoTime now) {
        incoming.onFrame(now, true);
    }

    /// @param cameNanos when its access unit had come whole, as [System#nanoTime()]
    public void onPicture(Picture picture, long cameNanos) {
        onPicture(picture, cameNanos, picture.lumaHash());
    }

    private synchronized void onPicture(Picture picture, long cameNanos, long hash) {
        MonoTime now = new MonoTime(picture.decodeEndNanos());
        meter.onFrame(now, meter.frames() == 0 || hash != lastHash);
        lastHash = hash;
        if (firstAt == null) {
            firstAt = now;
            spanStart = now;
        }
        width = picture.width();
        height = picture.height();
        long took = picture.decodeEndNanos() - cameNanos;
        decode.record(took);
        decodeSpan.record(took);
    }

    /// A picture has been shown.
    ///
    /// @param waitedNanos from the end of its decoding
    public synchronized void onShown(long waitedNanos) {
        shown.onFrame(new MonoTime(System.nanoTime()), true);
        render.record(waitedNanos);
        renderSpan.record(waitedNanos);
    }

    /// Pictures are never shown: they came when the decoder was too far behind, or others before they were drawn.
    public synchronized void onLate(int pictures) {
        late += pictures;
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
        Rates rates = new Rates(
                incoming.takeSpanFps(now),
                meter.takeSpanFps(now),
                shown.takeSpanFps(now),
                kbps(path.bytes() - spanBytes, now.nanosSince(spanStart)));
        StreamFigures figures = figures(rates, path, decodeSpan, renderSpan);
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
        return figures(new Rates(incoming.meanFps(), meter.meanFps(), shown.meanFps(), kbps), path, decode, render);
    }

    /// What goes by the second.
    private record Rates(double incoming, double decoded, double shown, long kbps) {}

    private StreamFigures figures(Rates rates, PathFigures path, StageDelay decoding, StageDelay showing) {
        return new StreamFigures(
                "viewer",
                session,
                path.kind() == null ? null : path.kind().toString(),
                firstAt == null ? null : firstAt.since(askedAt).toMillis(),
                meter.frames(),
                meter.distinct(),
                tenths(rates.decoded()),
                width,
                height,
                rates.kbps(),
                path.packetsLost(),
                null,
                meter.freezeMs(),
                late,
                1,
                new DelayFigures(null, null, null, null, null, decoding.percentiles(), showing.percentiles(), null),
                new Reception(
                        path.way() == null ? null : path.way().rung().toString(),
                        path.way() == null ? null : path.way().why().toString(),
                        path.roundTripMs(),
                        path.packets(),
                        tenths(rates.incoming()),
                        shown.frames() == 0 ? null : tenths(rates.shown()),
                        path.picturesDropped()),
                null);
    }

    private static double tenths(double rate) {
        return Math.round(rate * 10) / 10.0;
    }

    private static long kbps(long bytes, long nanos) {
        return nanos <= 0 ? 0 : Math.round(bytes * 8 * 1e6 / nanos);
    }
}
