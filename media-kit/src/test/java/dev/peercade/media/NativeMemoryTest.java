package dev.peercade.media;

import static dev.peercade.media.SceneThroughCoderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMemoryTest {

    private static final Size SIZE = new Size(320, 180);
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void nativeMemoryDoesNotGrowOverTwoThousandPictures() throws Throwable {
        // A leak of 500 bytes a picture would show.
        assertThat(growthWithoutCompilers(500, 2_000)).isLessThan(MEBIBYTE);
    }

    @Test
    @Tag("proof")
    void nativeMemoryDoesNotGrowOverAnHoursPictures() throws Throwable {
        // 216,000 pictures are an hour at 60 a second. A leak of 10 bytes a picture would show.
        assertThat(growthWithoutCompilers(5_000, 216_000)).isLessThan(2 * MEBIBYTE);
    }

    @Test
    @Tag("proof")
    void openingAndClosingAgainGivesEverythingBack() throws Throwable {
        assumeLinux();
        cycles(100);
        long before = NativeMemory.allocatedBytes();
        cycles(1000);
        assertThat(NativeMemory.allocatedBytes() - before).isLessThan(4 * MEBIBYTE);
    }

    private static void assumeLinux() {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "Only Linux tells what is resident.");
    }

    private void cycles(int count) throws Exception {
        for (int n = 0; n < count; n++) {
            try (var source = new SceneSource(new CaptureSettings(null, 60, SIZE));
                    var encoder = VideoEncoder.open(new EncoderSettings(new Size(300, 170), 60, 1000));
                    var decoder = VideoDecoder.open();
                    var recorder = MkvRecorder.open(folder.resolve("cycle.mkv"))) {
                var coded = encoder.encode(next(source));
                recorder.write(coded.annexB(), true, 0);
                try (var picture = decoder.decode(coded.annexB(), 0).pictures().getFirst()) {
                    PngSnapshot.write(picture, folder.resolve("cycle.png"));
                }
            }
        }
    }

    /// In a JVM of its own: the JVM's compilers allocate megabytes and give them back as they please.
    private long growthWithoutCompilers(int warmUp, int pictures) throws Exception {
        assumeLinux();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName(),
                        folder.toString(),
                        Integer.toString(warmUp),
                        Integer.toString(pictures))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        long growth = Long.parseLong(output.lines().reduce((_, last) -> last).orElseThrow());
        System.out.println(pictures + " pictures: malloc " + growth + " bytes");
        return growth;
    }

    /// Prints by how many bytes native memory has grown.
    public static void main(String[] arguments) throws Throwable {
        NativeMemoryTest test = new NativeMemoryTest();
        test.folder = Path.of(arguments[0]);
        System.out.println(test.growth(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
    }

    private long growth(int warmUp, int pictures) throws Throwable {
        var random = new Random(1);
        try (var source = VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, SIZE));
                var encoder = VideoEncoder.open(new EncoderSettings(new Size(300, 170), 60, 1000));
                var decoder = VideoDecoder.open();
                var recorder = MkvRecorder.open(folder.resolve("growth.mkv"))) {
            var frame = next(source);
            long before = 0;
            for (int n = 0; n < warmUp + pictures; n++) {
                if (n == warmUp) {
                    before = NativeMemory.allocatedBytes();
                }
                var coded = encoder.encode(frame);
                if (n < 20_000) {
                    recorder.write(coded.annexB(), coded.keyframe(), n * 16_666_667L);
                }
                var bytes = coded.annexB();
                if (n % 100 == 99) {
                    bytes[random.nextInt(bytes.length)] ^= 0x55;
                    encoder.requestKeyframe();
                }
                decoder.decode(bytes, n).pictures().forEach(Picture::close);
            }
            return NativeMemory.allocatedBytes() - before;
        }
    }
}
