package dev.peercade.media;

import static dev.peercade.media.SceneThroughCoderTest.next;
import static dev.peercade.media.SceneThroughCoderTest.scene;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peercade.media.scene.SceneDigits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final Size SIZE = new Size(640, 360);

    @TempDir
    Path folder;

    @Test
    void aRecordingPlaysFromItsFirstKeyframeWithTheCaptureTimes() throws Exception {
        var file = folder.resolve("a recording.mkv");
        var coded = coded(120, 4000);
        try (var recorder = MkvRecorder.open(file)) {
            recorder.write(coded.get(1).annexB(), false, 0);
            assertThat(recorder.pictures()).isZero();
            for (int n = 0; n < coded.size(); n++) {
                recorder.write(coded.get(n).annexB(), coded.get(n).keyframe(), 5_000_000_000L + n * 16_666_667L);
            }
            assertThat(recorder.pictures()).isEqualTo(120);
        }
        assertThat(numbers(file)).hasSize(120).startsWith(0L, 1L).endsWith(119L);
        assertThat(probe(file)).contains("h264", "640", "360").contains("duration=1.98");
    }

    @Test
    void aRecordingThatWasNeverClosedCanBePlayed() throws Exception {
        var file = folder.resolve("torn.mkv");
        var copy = folder.resolve("as a kill leaves it.mkv");
        var coded = coded(120, 4000);
        try (var recorder = MkvRecorder.open(file)) {
            for (int n = 0; n < coded.size(); n++) {
                recorder.write(coded.get(n).annexB(), coded.get(n).keyframe(), n * 16_666_667L);
            }
            Files.copy(file, copy);
        }
        // Two seconds, less at most the half second that was still being gathered.
        assertThat(numbers(copy)).hasSizeGreaterThanOrEqualTo(85);
    }

    @Test
    void aFullDiskIsReportedAndWhatWasWrittenCanBePlayed() throws Exception {
        var mount = folder.resolve("small");
        Files.createDirectories(mount);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()) == 0,
                "Mounting a small tmpfs needs root.");
        try {
            var file = mount.resolve("full.mkv");
            var coded = coded(400, 8000);
            var recorder = MkvRecorder.open(file);
            assertThatThrownBy(() -> {
                        for (int n = 0; n < coded.size(); n++) {
                            recorder.write(coded.get(n).annexB(), coded.get(n).keyframe(), n * 16_666_667L);
                        }
                    })
                    .isInstanceOfSatisfying(MediaException.class, e -> {
                        assertThat(e.code()).isEqualTo("disk-full");
                        assertThat(e).hasMessageContaining("No space is left");
                        assertThat(e.remedy()).isNotBlank();
                    });
            recorder.close();
            assertThat(numbers(file)).hasSizeGreaterThan(30).startsWith(0L, 1L, 2L);
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        assertThatThrownBy(() -> MkvRecorder.open(folder.resolve("no/such/file.mkv")))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.code()).isEqualTo("write-failed"))
                .hasMessageContaining("the folder does not exist");
    }

    @Test
    void theDeviceThatIsAlwaysFullIsReportedAtTheFirstPicture() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "There is no /dev/full.");
        var coded = coded(1, 4000).getFirst();
        try (var recorder = MkvRecorder.open(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> recorder.write(coded.annexB(), true, 0))
                    .isInstanceOfSatisfying(
                            MediaException.class, e -> assertThat(e.code()).isEqualTo("disk-full"));
        }
    }

    @Test
    void aSnapshotShowsTheSceneInItsColours() throws Exception {
        var file = folder.resolve("snapshot.png");
        try (var decoder = VideoDecoder.open();
                var picture = decoder.decode(coded(1, 20000).getFirst().annexB(), 0)
                        .pictures()
                        .getFirst()) {
            PngSnapshot.write(picture, file);
            var image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(640);
            assertThat(image.getHeight()).isEqualTo(360);
            // The block at the top left: Y 200, Cb 70, Cr 190 in BT.709 limited is about (255, 194, 92).
            int rgb = image.getRGB(20, 20);
            assertThat(rgb >> 16 & 0xff).isBetween(245, 255);
            assertThat(rgb >> 8 & 0xff).isBetween(186, 202);
            assertThat(rgb & 0xff).isBetween(82, 108);
            try (var arena = java.lang.foreign.Arena.ofConfined();
                    var converter = new BgraConverter()) {
                MemorySegment bgra = arena.allocate(640L * 360 * 4, 64);
                converter.convert(picture, bgra, 640 * 4);
                long at = (20 * 640 + 20) * 4L;
                assertThat(bgra.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at) & 0xff)
                        .isBetween(82, 108);
                assertThat(bgra.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at + 2) & 0xff)
                        .isBetween(245, 255);
                assertThat(bgra.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at + 3) & 0xff)
                        .isEqualTo(255);
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aSnapshotThatFailsLeavesNothing() throws Exception {
        try (var decoder = VideoDecoder.open();
                var picture = decoder.decode(coded(1, 4000).getFirst().annexB(), 0)
                        .pictures()
                        .getFirst()) {
            assertThatThrownBy(() -> PngSnapshot.write(picture, folder.resolve("none/x.png")))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("the folder does not exist");
        }
    }

    static List<EncodedPicture> coded(int count, int kbps) throws Exception {
        var coded = new ArrayList<EncodedPicture>();
        try (var source = scene(SIZE, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, kbps))) {
            for (int n = 0; n < count; n++) {
                coded.add(encoder.encode(next(source)));
            }
        }
        return coded;
    }

    @Test
    void aFileIsPlayedOnceInRealTime() throws Exception {
        var file = folder.resolve("played.mkv");
        var coded = coded(60, 4000);
        try (var recorder = MkvRecorder.open(file)) {
            for (int n = 0; n < coded.size(); n++) {
                recorder.write(coded.get(n).annexB(), coded.get(n).keyframe(), n * 33_333_333L);
            }
        }
        try (var source = VideoSource.open(new SourceSpec.File(file), new CaptureSettings(null, 60, null))) {
            long start = System.nanoTime();
            int same = 0;
            int frames = 0;
            long tick = -1;
            for (var frame = source.next(); frame != null; frame = source.next()) {
                frames++;
                assertThat(frame.tick()).isGreaterThan(tick);
                tick = frame.tick();
                same += frame.sameAsPrevious() ? 1 : 0;
            }
            // Thirty pictures a second on a grid of sixty for two seconds: every other one is a repetition.
            assertThat((System.nanoTime() - start) / 1e9).isBetween(1.9, 2.5);
            assertThat(frames).isBetween(80, 120);
            assertThat(tick).isBetween(117L, 121L);
            assertThat(same).isBetween(20, 62);
        }
    }

    @Test
    void whatIsNoVideoIsNamed() throws Exception {
        var whole = folder.resolve("whole.mkv");
        try (var recorder = MkvRecorder.open(whole)) {
            recorder.write(coded(1, 4000).getFirst().annexB(), true, 0);
        }
        var head = Files.write(folder.resolve("head.mkv"), Arrays.copyOf(Files.readAllBytes(whole), 600));
        assertRefused(head, "source-unreadable", "none of its pictures can be decoded");
        var text = Files.writeString(folder.resolve("text.mkv"), "no video at all");
        assertRefused(text, "source-unreadable", "cannot be read as video");
        assertRefused(Files.createFile(folder.resolve("empty.mkv")), "source-unreadable", "cannot be read as video");
        assertRefused(folder, "file-not-found", "no readable file");
        assertRefused(folder.resolve("none"), "file-not-found", "no readable file");
    }

    private static void assertRefused(Path file, String code, String words) {
        assertThatThrownBy(() -> VideoSource.open(new SourceSpec.File(file), new CaptureSettings(null, 60, null)))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e).hasMessageContaining(words);
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    /// Reads a file by FFmpeg's own demuxer, and each picture's number.
    private static List<Long> numbers(Path file) throws Exception {
        var numbers = new ArrayList<Long>();
        var frame = avutil.av_frame_alloc();
        try (var reader = StreamReader.open("file:" + file, null, Map.of(), "the file")) {
            while (reader.read(frame)) {
                int stride = frame.linesize(0);
                var luma = Ffmpeg.memory(frame.data(0), (long) stride * frame.height());
                numbers.add(SceneDigits.read(luma, stride, frame.width(), frame.height())
                        .orElse(-1));
                avutil.av_frame_unref(frame);
            }
        }
        avutil.av_frame_free(frame);
        return numbers;
    }

    private static String probe(Path file) throws Exception {
        try {
            var process = new ProcessBuilder(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_name,width,height:format=duration",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            return text;
        } catch (IOException e) {
            assumeTrue(false, "ffprobe is not installed.");
            return "";
        }
    }

    private static int run(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException _) {
            return -1;
        }
    }
}
