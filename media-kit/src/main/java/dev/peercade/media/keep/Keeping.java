package dev.peercade.media.keep;

import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.PngSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is kept of a stream. The disk's work is done one after the other on a thread of its own: a slow disk
/// holds up neither the picture nor who wants to leave.
public final class Keeping {

    /// How long the end waits for each file to be written.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Told by several threads; must not block.
    public interface Listener {

        /// A recording can only go on with a keyframe.
        void onKeyframeNeeded();

        /// @param code stable, for scripts
        /// @param text for a person
        void onSaid(String code, String text, Path file);

        /// The file has ended early, or is missing.
        void onFailed(MediaException failure, Path file);
    }

    private final Listener listener;
    private final ExecutorService disk = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("disk").factory());
    private @Nullable RecordLoop recording;

    public Keeping(Listener listener) {
        this.listener = listener;
    }

    /// Records what is offered from now on, for a caller who waits for the disk. Only its failures
    /// are told.
    ///
    /// @throws MediaException when the file cannot be written
    public void begin(Path file) throws MediaException {
        RecordLoop begun = new RecordLoop(file, new Telling(file));
        begun.start();
        replaceRecording(begun);
    }

    /// Records what is offered from the next keyframe on, unless a recording is under way.
    ///
    /// @param file in a folder that exists
    public void record(Path file) {
        disk.execute(() -> {
            if (isRecording()) {
                return;
            }
            try {
                begin(file);
            } catch (MediaException e) {
                listener.onFailed(e, file);
                return;
            }
            listener.onKeyframeNeeded();
            listener.onSaid("recording-started", "Recording into '" + file + "'.", file);
        });
    }

    /// Ends the recording that is under way, if there is one.
    public void stopRecording() {
        disk.execute(() -> {
            RecordLoop ended = replaceRecording(null);
            if (ended != null && finish(ended)) {
                tellSaved(ended);
            }
        });
    }

    /// @param picture which is closed afterwards, or null where there is none yet
    /// @param file PNG, in a folder that exists
    public void snapshot(@Nullable Picture picture, Path file) {
        if (picture == null) {
            listener.onSaid("snapshot-empty", "There is no picture yet.", file);
            return;
        }
        disk.execute(() -> {
            if (write(picture, file)) {
                listener.onSaid("snapshot-saved", "The picture is in '" + file + "'.", file);
            }
        });
    }

    /// The next picture of the stream. Never blocks. One thread at a time.
    ///
    /// @param annexB one whole access unit, in decoding order; not copied
    /// @param keyframe whether it is an IDR picture with its parameter sets
    /// @param captureNanos when it was captured, on any clock that only goes forward
    public synchronized void offer(byte[] annexB, boolean keyframe, long captureNanos) {
        if (recording != null) {
            recording.offer(annexB, keyframe, captureNanos);
        }
    }

    /// Writes what is still to be written; the listener has been told of every failure when this returns.
    ///
    /// @param last picture for the snapshot, which is closed, or null where there is none
    /// @param snapshot PNG file for that picture, or null
    public void finish(@Nullable Picture last, @Nullable Path snapshot) throws InterruptedException {
        stopRecording();
        if (last != null && snapshot != null) {
            disk.execute(() -> write(last, snapshot));
        } else if (last != null) {
            last.close();
        }
        disk.shutdown();
        // The recording has a patience of its own.
        if (!disk.awaitTermination(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && snapshot != null) {
            listener.onFailed(
                    new MediaException(
                            MediaException.WRITE_FAILED,
                            "The disk of '" + snapshot + "' is too slow: the snapshot is missing.",
                            "Write it to a faster disk."),
                    snapshot);
        }
    }

    /// Whether what is offered goes into a file.
    public synchronized boolean isRecording() {
        return recording != null && !recording.isFailed();
    }

    private synchronized @Nullable RecordLoop replaceRecording(@Nullable RecordLoop next) {
        RecordLoop before = recording;
        recording = next;
        return before;
    }

    /// Whether the file is whole.
    private boolean finish(RecordLoop ended) {
        try {
            ended.finish(PATIENCE);
            return !ended.isFailed();
        } catch (MediaException e) {
            listener.onFailed(e, ended.file());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void tellSaved(RecordLoop ended) {
        Path file = ended.file();
        if (ended.pictures() > 0) {
            listener.onSaid("recording-saved", "The recording is in '" + file + "'.", file);
        } else {
            listener.onSaid("recording-empty", "Nothing has been recorded: no whole picture has come.", file);
        }
    }

    /// Whether the file is whole.
    private boolean write(Picture picture, Path snapshot) {
        try (picture) {
            PngSnapshot.write(picture, snapshot);
            return true;
        } catch (MediaException e) {
            listener.onFailed(e, snapshot);
        } catch (RuntimeException | Error e) {
            listener.onFailed(MediaException.unforeseen("The snapshot", e), snapshot);
        }
        return false;
    }

    /// What a recording tells, in words.
    private final class Telling implements RecordLoop.Listener {

        private final Path file;

        Telling(Path file) {
            this.file = file;
        }

        @Override
        public void onFailed(MediaException failure) {
            listener.onFailed(failure, file);
        }

        @Override
        public void onBehind() {
            listener.onSaid(
                    "recording-behind",
                    "The disk is too slow for the recording, which leaves pictures out until it has caught up.",
                    file);
        }

        @Override
        public void onKeyframeNeeded() {
            listener.onKeyframeNeeded();
        }

        @Override
        public void onGoesOn(long missing) {
            listener.onSaid(
                    "recording-goes-on", "The recording goes on; " + missing + " pictures are missing in it.", file);
        }
    }
}
