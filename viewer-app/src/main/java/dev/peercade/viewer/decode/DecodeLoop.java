package dev.peercade.viewer.decode;

import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.VideoDecoder;
import dev.peercade.media.keep.KeyframePlea;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.live.ViewerFigures;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decodes access units on a thread of its own, in the order in which they come.
public final class DecodeLoop {

    /// A decoder that is a quarter of a second behind at 60 fps has lost: it drops, and goes on at the next
    /// keyframe.
    private static final int BACKLOG = 16;

    /// What the loop asks of, and tells, the one who runs it. Called from the loop's thread or from that which
    /// offers.
    public interface Listener {

        /// The decoder needs a keyframe to go on.
        void onKeyframeNeeded();

        /// The next picture, which is open during the call. From the loop's thread, which waits.
        default void onPicture(Picture picture) {}

        /// Nothing is decoded any more.
        void onDecodingFailed(MediaException failure);
    }

    private sealed interface Item {
        record Coded(AccessUnit unit, long cameNanos) implements Item {}

        record Last() implements Item {}
    }

    private final ViewerFigures figures;
    private final Listener listener;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BACKLOG);
    private @Nullable Picture latest;
    private volatile boolean ended;
    private final Thread thread = Thread.ofPlatform().name("decoder").unstarted(this::run);

    /// Null while the decoder keeps up. Owned by the thread that offers.
    private @Nullable KeyframePlea skippingToKeyframe;

    public DecodeLoop(ViewerFigures figures, Listener listener) {
        this.figures = figures;
        this.listener = listener;
    }

    /// Returns at once: FFmpeg is loaded and the decoder opened while the caller finds its way to the streamer.
    public void start() {
        thread.start();
    }

    /// Never blocks: what does not fit is counted as late, and nothing more is taken until a keyframe.
    public void offer(AccessUnit unit) {
        long now = System.nanoTime();
        figures.onIncoming(new MonoTime(now));
        KeyframePlea plea = skippingToKeyframe;
        if (!ended && (plea == null || unit.keyframe()) && queue.offer(new Item.Coded(unit, now))) {
            skippingToKeyframe = null;
            return;
        }
        figures.onLate(1);
        if (plea == null) {
            plea = new KeyframePlea();
            skippingToKeyframe = plea;
        }
        if (!ended && plea.due(now)) {
            listener.onKeyframeNeeded();
        }
    }

    /// The picture decoded last, which is the caller's to close, or null before the first. Any thread.
    public synchronized @Nullable Picture latest() {
        return latest == null ? null : latest.share();
    }

    /// Decodes what is queued, and ends.
    ///
    /// @return the last picture, which is the caller's to close, or null where there was none
    public @Nullable Picture finish() throws InterruptedException {
        // A loop that has ended by itself takes nothing more from a full queue.
        while (!ended && !queue.offer(new Item.Last(), 100, TimeUnit.MILLISECONDS)) {}
        thread.join();
        return replaceLatest(null);
    }

    private synchronized @Nullable Picture replaceLatest(@Nullable Picture next) {
        Picture before = latest;
        latest = next;
        return before;
    }

    private void run() {
        try (VideoDecoder decoder = VideoDecoder.open()) {
            while (queue.take() instanceof Item.Coded(AccessUnit unit, long cameNanos)) {
                decode(decoder, unit, cameNanos);
            }
        } catch (MediaException e) {
            listener.onDecodingFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // An Error too: a picture that stands still must not look like a stream.
            listener.onDecodingFailed(MediaException.unforeseen("Decoding", e));
        } finally {
            ended = true;
        }
    }

    private void decode(VideoDecoder decoder, AccessUnit unit, long cameNanos) {
        VideoDecoder.Decoded decoded =
                decoder.decode(unit.annexB(), unit.capturedAt().nanos());
        for (Picture picture : decoded.pictures()) {
            listener.onPicture(picture);
            figures.onPicture(picture, cameNanos);
            Picture before = replaceLatest(picture);
            if (before != null) {
                before.close();
            }
        }
        if (decoded.damage() != null) {
            listener.onKeyframeNeeded();
        }
    }
}
