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
        assertThat(growthWithoutCompilers("coded", 500, 2_000)).isLessThan(MEBIBYTE);
    }

    @Tag("proof")
    @Test
    void nativeMemoryDoesNotGrowOverAThousandSmallPicturesAndHundredsOfStills() throws Throwable {
        // A leak of 1000 bytes a picture would show.
        assertThat(growthWithoutCompilers("small", 200, 1_000)).isLessThan(MEBIBYTE);
        try (var screen = VirtualScreen.start("320x240")) {
            screen.window("red one", "#ff0000", "20x10+0+0");
            // One of 2500 bytes a still of a window.
            assertThat(growthWithoutCompilers(screen.display(), 100, 400)).isLessThan(MEBIBYTE);
        }
    }

    @Test
    @Tag("proof")
    void nativeMemoryDoesNotGrowOverAnHoursPictures() throws Throwable {
        // 216,000 pictures are an hour at 60 a second. A leak of 10 bytes a picture would show.
        assertThat(growthWithoutCompilers("coded", 5_000, 216_000)).isLessThan(2 * MEBIBYTE);
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
            try (var still = Stills.of(new SourceSpec.Scene(), null, SIZE)) {
                JpegStill.encode(still, 64 * 1024);
            }
        }
    }

    /// In a JVM of its own: the JVM's compilers allocate megabytes and give them back as they please.
    private long growthWithoutCompilers(String kind, int warmUp, int pictures) throws Exception {
        assumeLinux();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName(),
                        folder.toString(),
                        kind,
                        Integer.toString(warmUp),
                        Integer.toString(pictures))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        long growth = Long.parseLong(output.lines().reduce((_, last) -> last).orElseThrow());
        System.out.println(pictures + " pictures, " + kind + ": malloc " + growth + " bytes");
        return growth;
    }

    /// Prints by how many bytes native memory has grown.
    public static void main(String[] arguments) throws Throwable {
        NativeMemoryTest test = new NativeMemoryTest();
        test.folder = Path.of(arguments[0]);
        int warmUp = Integer.parseInt(arguments[2]);
        int pictures = Integer.parseInt(arguments[3]);
        System.out.println(
                switch (arguments[1]) {
                    case "coded" -> test.growthOfCoded(warmUp, pictures);
                    case "small" -> growthOfSmall(warmUp, pictures);
                    default -> growthOfStills(arguments[1], warmUp, pictures);
                });
    }

    private static long growthOfSmall(int warmUp, int pictures) throws Throwable {
        try (var source = VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, SIZE));
                var scaler = new PictureScaler(new Size(160, 90))) {
            var frame = next(source);
            long before = 0;
            for (int n = 0; n < warmUp + pictures; n++) {
                if (n == warmUp) {
                    before = NativeMemory.allocatedBytes();
                }
                try (var picture = scaler.scale(frame)) {
                    JpegStill.encode(picture, 64 * 1024);
                }
                Stills.of(new SourceSpec.Scene(), null, new Size(160, 90)).close();
            }
            return NativeMemory.allocatedBytes() - before;
        }
    }

    private static long growthOfStills(String display, int warmUp, int stills) throws Throwable {
        var spec = new SourceSpec.WindowByTitle("red one");
        long before = 0;
        for (int n = 0; n < warmUp + stills; n++) {
            if (n == warmUp) {
                before = NativeMemory.allocatedBytes();
            }
            Stills.of(spec, display, SIZE).close();
        }
        return NativeMemory.allocatedBytes() - before;
    }

    private long growthOfCoded(int warmUp, int pictures) throws Throwable {
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
