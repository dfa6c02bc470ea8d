package dev.peercade.streamer.publish;

import dev.peercade.media.MediaException;
import dev.peercade.media.RecordLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Records what goes out, into one file after another. Lives on its owner's thread; the disk's work is done on others.
public final class StreamRecorder {

    /// How long the end of a recording waits for the disk.
    private static final Duration DISK_PATIENCE = Duration.ofSeconds(10);

    private final PictureLoop pictures;
    private final Executor owner;
    private final BiConsumer<String, String> notices;
    private final List<Path> files = new ArrayList<>();
    private final List<Thread> finishing = new ArrayList<>();
    private @Nullable Running running;

    private record Running(Path file, RecordLoop loop) {}

    /// @param owner runs things on the owner's thread
    /// @param notices told a code and a sentence, on the owner's thread
    public StreamRecorder(PictureLoop pictures, Executor owner, BiConsumer<String, String> notices) {
        this.pictures = pictures;
        this.owner = owner;
        this.notices = notices;
    }

    /// Begins with the next picture; the folder is made where it is not there.
    public void begin(Path file) {
        if (running != null) {
            notices.accept("already-recording", "The stream is already being recorded: " + running.file() + ".");
            return;
        }
        try {
            RecordLoop loop = open(file.toAbsolutePath());
            running = new Running(file.toAbsolutePath(), loop);
            loop.start();
            pictures.recordTo(loop);
            notices.accept("recording-started", "The stream is being recorded into " + file.toAbsolutePath() + ".");
        } catch (MediaException e) {
            failed(e);
        }
    }

    private RecordLoop open(Path file) throws MediaException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
        } catch (IOException e) {
            throw new MediaException(
                    MediaException.WRITE_FAILED,
                    "The folder '" + file.getParent() + "' cannot be made.",
                    "Record into another folder.");
        }
        return new RecordLoop(file, new Told(file));
    }

    /// Ends the file; that it is saved, or not, is told later.
    public void end() {
        Running ended = running;
        if (ended == null) {
            notices.accept("not-recording", "Nothing is being recorded.");
            return;
        }
        running = null;
        pictures.recordTo(null);
        finishing.add(Thread.ofVirtual().name("recorder-end").start(() -> finish(ended)));
    }

    private void finish(Running ended) {
        try {
            if (ended.loop().finish(DISK_PATIENCE)) {
                owner.execute(() -> saved(ended.file()));
            }
        } catch (MediaException e) {
            owner.execute(() -> failed(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void saved(Path file) {
        files.add(file);
        notices.accept("recording-saved", "The recording is saved: " + file + ".");
    }

    private void failed(MediaException failure) {
        notices.accept("recording-" + failure.code(), failure.getMessage() + " " + failure.remedy());
    }

    /// Ends what is being recorded and waits until everything that can be told of it has gone to the owner.
    public void close() throws InterruptedException {
        if (running != null) {
            end();
        }
        for (Thread thread : finishing) {
            thread.join();
        }
    }

    /// Recordings that were saved.
    public List<Path> files() {
        return List.copyOf(files);
    }

    private final class Told implements RecordLoop.Listener {

        private final Path file;

        Told(Path file) {
            this.file = file;
        }

        @Override
        public void onFailed(MediaException failure) {
            owner.execute(() -> {
                if (running != null && running.file().equals(file)) {
                    running = null;
                    pictures.recordTo(null);
                }
                failed(failure);
            });
        }

        @Override
        public void onBehind() {
            owner.execute(() -> notices.accept(
                    "recording-behind",
                    "The disk is too slow for the recording, which leaves pictures out until it has caught up."));
        }

        @Override
        public void onKeyframeNeeded() {
            pictures.requestKeyframe();
        }

        @Override
        public void onGoesOn(long missing) {
            owner.execute(() -> notices.accept(
                    "recording-goes-on", "The recording goes on; " + missing + " pictures are missing in it."));
        }
    }
}
