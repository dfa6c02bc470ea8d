package dev.peercade.media.keep;

import dev.peercade.media.MediaException;
import dev.peercade.media.MkvRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Writes access units into a file on a thread of its own, so that a slow disk never holds up the picture. When
/// the disk is too far behind, the recording leaves pictures out and goes on with a keyframe, since those
/// between could not be decoded.
public final class RecordLoop {

    /// Eight seconds at 16 Mbit/s.
    private static final int BACKLOG_BYTES = 16 << 20;

    /// Told by the thread that offers, but for a failure.
    public interface Listener {

        /// Recording has ended early; what was written stays readable. From the loop's thread.
        void onFailed(MediaException failure);

        /// The disk does not keep up; pictures are left out from here on.
        void onBehind();

        /// The disk has caught up: the recording goes on with the next keyframe. Ask for one.
        void onKeyframeNeeded();

        /// The recording goes on.
        ///
        /// @param missing pictures that were left out since [#onBehind()]
        void onGoesOn(long missing);
    }

    private sealed interface Item {
        record Coded(byte[] annexB, boolean keyframe, long captureNanos) implements Item {}

        record Last() implements Item {}
    }

    private final Path file;
    private final MkvRecorder recorder;
    private final Listener listener;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().daemon().name("recorder").unstarted(this::run);
    private volatile boolean failed;

    /// Null while the disk keeps up. Owned by the thread that offers.
    private @Nullable Behind behind;

    /// Since the disk is too far behind.
    private final class Behind {

        private long missing;
        private final KeyframePlea plea = new KeyframePlea();

        boolean goesOnWith(boolean keyframe, int waiting) {
            boolean written = waiting == 0;
            if (written && keyframe) {
                return true;
            }
            missing++;
            if (written && plea.due(System.nanoTime())) {
                listener.onKeyframeNeeded();
            }
            return false;
        }
    }

    /// @throws MediaException when the file cannot be written
    public RecordLoop(Path file, Listener listener) throws MediaException {
        this.file = file;
        this.listener = listener;
        this.recorder = MkvRecorder.open(file);
    }

    public void start() {
        thread.start();
    }

    Path file() {
        return file;
    }

    /// Never blocks. One thread at a time.
    ///
    /// @param annexB one whole access unit, in decoding order; not copied
    /// @param keyframe whether it is an IDR picture with its parameter sets
    /// @param captureNanos when it was captured, on any clock that only goes forward
    public void offer(byte[] annexB, boolean keyframe, long captureNanos) {
        if (failed) {
            return;
        }
        int waiting = waitingBytes.get();
        boolean room = waiting == 0 || waiting + annexB.length <= BACKLOG_BYTES;
        if (behind == null && !room) {
            behind = new Behind();
            listener.onBehind();
        }
        if (behind != null && !behind.goesOnWith(keyframe, waiting)) {
            return;
        }
        if (behind != null) {
            listener.onGoesOn(behind.missing);
            behind = null;
        }
        waitingBytes.addAndGet(annexB.length);
        queue.add(new Item.Coded(annexB, keyframe, captureNanos));
    }

    /// Writes what is queued, and finishes the file. Nothing may be offered any more, and whoever calls must
    /// have seen what was offered last. Recording that has failed before is finished; that was told.
    ///
    /// @throws MediaException `write-failed` when the end is missing, because the disk has not caught up or takes
    ///     longer than the patience; what was written stays readable
    public void finish(Duration patience) throws MediaException, InterruptedException {
        queue.add(new Item.Last());
        boolean written = thread.join(patience);
        if (!failed && (!written || behind != null)) {
            throw new MediaException(
                    MediaException.WRITE_FAILED,
                    "The disk of '" + file + "' is too slow: the end of the recording is missing.",
                    "Record to a faster disk.");
        }
    }

    /// Whether it has ended early.
    boolean isFailed() {
        return failed;
    }

    /// How many have been written; right only when the recording is finished.
    long pictures() {
        return recorder.pictures();
    }

    private void run() {
        @Nullable MediaException failure = null;
        try (recorder) {
            while (queue.take() instanceof Item.Coded(byte[] annexB, boolean keyframe, long captureNanos)) {
                recorder.write(annexB, keyframe, captureNanos);
                waitingBytes.addAndGet(-annexB.length);
            }
        } catch (MediaException e) {
            failure = e;
        } catch (Throwable e) {
            failure = MediaException.unforeseen("Recording", e);
        }
        if (failure != null) {
            failed = true;
            queue.clear();
            listener.onFailed(failure);
        }
    }
}
