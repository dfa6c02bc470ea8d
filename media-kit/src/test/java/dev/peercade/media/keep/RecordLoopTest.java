package dev.peercade.media.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoEncoder;
import dev.peercade.media.VideoSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Promise F11: a slow disk. A pipe stands for it: writing blocks until somebody reads.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordLoopTest {

    static final Size SIZE = new Size(640, 360);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path disk = Path.of("/nowhere");
    private final Told told = new Told();
    private long offered;

    /// What the loop says.
    private static final class Told implements RecordLoop.Listener {

        private final List<String> words = new ArrayList<>();
        private final CompletableFuture<MediaException> failure = new CompletableFuture<>();
        private long missing;

        @Override
        public void onFailed(MediaException told) {
            failure.complete(told);
        }

        @Override
        public void onBehind() {
            words.add("behind");
        }

        @Override
        public void onKeyframeNeeded() {
            words.add("keyframe needed");
        }

        @Override
        public void onGoesOn(long pictures) {
            words.add("goes on");
            missing = pictures;
        }
    }

    @BeforeEach
    void makePipe() throws Exception {
        disk = folder.resolve("pipe.mkv");
        try {
            assumeTrue(
                    new ProcessBuilder("mkfifo", disk.toString()).start().waitFor() == 0, "pipes cannot be made here");
        } catch (IOException e) {
            assumeTrue(false, "mkfifo is not installed");
        }
    }

    @Test
    void aDiskThatStandsStillHoldsNothingUpAndTheRecordingGoesOnWithAKeyframe() throws Exception {
        List<EncodedPicture> group = group();
        Path written = folder.resolve("written.mkv");
        CompletableFuture<Void> reader;
        RecordLoop loop;
        long kept;
        // Opened for both, since opening it for one waits for the other.
        try (RandomAccessFile _ = new RandomAccessFile(disk.toFile(), "rw")) {
            loop = new RecordLoop(disk, told);
            loop.start();
            for (int i = 0; told.words.isEmpty() && !told.failure.isDone(); i++) {
                offer(loop, group.get(i % group.size()));
            }
            assertThat(told.words).containsExactly("behind");
            kept = offered - 1;
            InputStream pipe = Files.newInputStream(disk);
            reader = CompletableFuture.runAsync(() -> copy(pipe, written));
        }
        while (told.words.size() == 1 && !told.failure.isDone()) {
            offer(loop, group.getLast());
        }
        assertThat(told.words.getLast()).isEqualTo("keyframe needed");
        long left = offered - kept;
        for (EncodedPicture unit : group) {
            offer(loop, unit);
        }
        assertThat(told.words).startsWith("behind", "keyframe needed").endsWith("goes on");
        assertThat(told.missing).isEqualTo(left);
        loop.finish(PATIENCE);
        reader.join();
        assertThat(told.failure).isNotDone();
        assertThat(frames(written)).isEqualTo(kept + group.size());
    }

    @Test
    void theEndDoesNotWaitForEverForADiskThatStandsStill() throws Exception {
        List<EncodedPicture> group = group();
        RecordLoop loop;
        try (RandomAccessFile pipe = new RandomAccessFile(disk.toFile(), "rw")) {
            loop = new RecordLoop(disk, told);
            loop.start();
            for (EncodedPicture unit : group) {
                offer(loop, unit);
            }
            assertThat(pipe.read()).as("the recorder has opened its side").isNotNegative();
            assertThatThrownBy(() -> loop.finish(Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            MediaException.class, e -> assertThat(e.code()).isEqualTo("write-failed"))
                    .hasMessageContaining("too slow");
        }
        assertThat(told.failure.get(60, TimeUnit.SECONDS).code())
                .as("once nobody can read, writing fails")
                .isEqualTo("write-failed");
        loop.finish(PATIENCE);
    }

    private void offer(RecordLoop loop, EncodedPicture unit) {
        loop.offer(unit.annexB(), unit.keyframe(), offered * 16_666_667);
        offered++;
    }

    /// A keyframe and what hangs on it, of over half a megabyte.
    static List<EncodedPicture> group() throws Exception {
        List<EncodedPicture> group = new ArrayList<>();
        try (VideoSource source = VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, SIZE));
                VideoEncoder encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, 20_000))) {
            for (int i = 0; i < 60; i++) {
                group.add(encoder.encode(Objects.requireNonNull(source.next())));
            }
        }
        assertThat(group.stream().filter(EncodedPicture::keyframe)).hasSize(1);
        return group;
    }

    private static void copy(InputStream pipe, Path to) {
        try (pipe) {
            Files.copy(pipe, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long frames(Path file) throws Exception {
        try {
            Process probe = new ProcessBuilder(
                            "ffprobe",
                            "-v",
                            "error",
                            "-count_frames",
                            "-show_entries",
                            "stream=nb_read_frames",
                            "-of",
                            "csv=p=0",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String text = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(text).as("what ffprobe says").matches("[0-9]+");
            return Long.parseLong(text);
        } catch (IOException e) {
            assumeTrue(false, "ffprobe is not installed");
            return 0;
        }
    }
}
