package dev.peercade.viewer.decode;

import dev.peercade.media.KeyframePlea;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.PngSnapshot;
import dev.peercade.media.VideoDecoder;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.viewer.watch.ViewerFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Decodes access units on a thread of its own, in the order in which they come.
public final class DecodeLoop {

    /// A decoder that is a quarter of a second behind at 60 fps has lost: it drops, and goes on at the next keyframe.
    private static final int BACKLOG = 16;

    /// What the loop asks of, and tells, the one who runs it. Called from the loop's thread or from that which offers.
    public interface Listener {

        /// The decoder needs a keyframe to go on.
        void onKeyframeNeeded();

        /// The next picture, which is open during the call. From the loop's thread, which waits.
        default void onPicture(Picture picture) {}

        /// Nothing is decoded any more.
        void onDecodingFailed(MediaException failure);
    }

    private sealed interface Item {
        record Coded(AccessUnit unit) implements Item {}

        record Last() implements Item {}
    }

    private final ViewerFigures figures;
    private final Listener listener;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BACKLOG);
    private @Nullable Picture shown;
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
        KeyframePlea plea = skippingToKeyframe;
        if (!ended && (plea == null || unit.keyframe()) && queue.offer(new Item.Coded(unit))) {
            skippingToKeyframe = null;
            return;
        }
        figures.onLate();
        if (plea == null) {
            plea = new KeyframePlea();
            skippingToKeyframe = plea;
        }
        if (!ended && plea.due(System.nanoTime())) {
            listener.onKeyframeNeeded();
        }
    }

    /// Decodes what is queued and writes the last picture.
    ///
    /// @param snapshot PNG file for the last picture, or null
    /// @param patience with the disk
    /// @return whether there was a picture to write
    /// @throws MediaException when the snapshot cannot be written, or not in time
    public boolean finish(@Nullable Path snapshot, Duration patience) throws MediaException, InterruptedException {
        // A loop that has ended by itself takes nothing more from a full queue.
        while (!ended && !queue.offer(new Item.Last(), 100, TimeUnit.MILLISECONDS)) {}
        thread.join();
        Picture last = shown;
        if (last == null) {
            return false;
        }
        if (snapshot == null) {
            last.close();
        } else {
            write(last, snapshot, patience);
        }
        return true;
    }

    private static void write(Picture picture, Path snapshot, Duration patience)
            throws MediaException, InterruptedException {
        FutureTask<Void> writing = new FutureTask<>(() -> {
            try (picture) {
                PngSnapshot.write(picture, snapshot);
            }
            return null;
        });
        Thread.ofPlatform().daemon().name("snapshot").start(writing);
        try {
            writing.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MediaException(
                    MediaException.WRITE_FAILED,
                    "The disk of '" + snapshot + "' is too slow: the snapshot is missing.",
                    "Write it to a faster disk.");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw cause instanceof MediaException failure ? failure : MediaException.unforeseen("The snapshot", cause);
        }
    }

    private void run() {
        try (VideoDecoder decoder = VideoDecoder.open()) {
            while (queue.take() instanceof Item.Coded(AccessUnit unit)) {
                decode(decoder, unit);
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

    private void decode(VideoDecoder decoder, AccessUnit unit) {
        VideoDecoder.Decoded decoded =
                decoder.decode(unit.annexB(), unit.capturedAt().nanos());
        for (Picture picture : decoded.pictures()) {
            listener.onPicture(picture);
            figures.onPicture(picture);
            Picture before = shown;
            shown = picture;
            if (before != null) {
                before.close();
            }
        }
        if (decoded.damage() != null) {
            listener.onKeyframeNeeded();
        }
    }
}
