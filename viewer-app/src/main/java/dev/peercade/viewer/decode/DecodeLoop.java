package dev.peercade.viewer.decode;

import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.PngSnapshot;
import dev.peercade.media.VideoDecoder;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.viewer.watch.ViewerFigures;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decodes access units on a thread of its own, in the order in which they come.
public final class DecodeLoop {

    /// A decoder that is a quarter of a second behind at 60 fps has lost: it drops, and goes on at the next keyframe.
    private static final int BACKLOG = 16;

    /// What the loop asks of, and tells, the one who runs it. Called from the loop's thread.
    public interface Listener {

        /// The decoder needs a keyframe to go on.
        void onKeyframeNeeded();

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
    private final VideoDecoder decoder;
    private @Nullable Picture shown;
    private volatile boolean ended;
    private final Thread thread = Thread.ofPlatform().name("decoder").unstarted(this::run);

    /// Owned by the thread that offers.
    private boolean skippingToKeyframe;

    /// @throws MediaException when there is no decoder
    public DecodeLoop(ViewerFigures figures, Listener listener) throws MediaException {
        this.figures = figures;
        this.listener = listener;
        this.decoder = VideoDecoder.open();
    }

    public void start() {
        thread.start();
    }

    /// Never blocks: what does not fit is counted as late, and nothing more is taken until a keyframe.
    public void offer(AccessUnit unit) {
        if (ended || skippingToKeyframe && !unit.keyframe()) {
            figures.onLate();
            return;
        }
        skippingToKeyframe = !queue.offer(new Item.Coded(unit));
        if (skippingToKeyframe) {
            figures.onLate();
            listener.onKeyframeNeeded();
        }
    }

    /// Decodes what is queued and writes the last picture.
    ///
    /// @param snapshot PNG file for the last picture, or null
    /// @return whether there was a picture to write
    /// @throws MediaException when the snapshot cannot be written
    public boolean finish(@Nullable Path snapshot) throws MediaException, InterruptedException {
        // A loop that has ended by itself takes nothing more from a full queue.
        while (!ended && !queue.offer(new Item.Last(), 100, TimeUnit.MILLISECONDS)) {}
        thread.join();
        decoder.close();
        Picture last = shown;
        if (last == null) {
            return false;
        }
        try (last) {
            if (snapshot != null) {
                PngSnapshot.write(last, snapshot);
            }
        }
        return true;
    }

    private void run() {
        try {
            while (queue.take() instanceof Item.Coded(AccessUnit unit)) {
                decode(unit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // An Error too: a picture that stands still must not look like a stream.
            listener.onDecodingFailed(MediaException.unforeseen("Decoding", e));
        } finally {
            ended = true;
        }
    }

    private void decode(AccessUnit unit) {
        VideoDecoder.Decoded decoded =
                decoder.decode(unit.annexB(), unit.capturedAt().nanos());
        for (Picture picture : decoded.pictures()) {
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
