package dev.peercade.media;

import static dev.peercade.media.SceneThroughCoderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        // A leak of 2 KiB a picture would show.
        assertThat(growth(500, 2_000)).isLessThan(4 * MEBIBYTE);
    }

    @Test
    @Tag("proof")
    void nativeMemoryDoesNotGrowOverAnHoursPictures() throws Throwable {
        // 216,000 pictures are an hour at 60 a second. A leak of 40 bytes a picture would show.
        assertThat(growth(5_000, 216_000)).isLessThan(8 * MEBIBYTE);
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

    private long growth(int warmUp, int pictures) throws Throwable {
        assumeLinux();
        var random = new Random(1);
        try (var source = VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, SIZE));
                var encoder = VideoEncoder.open(new EncoderSettings(new Size(300, 170), 60, 1000));
                var decoder = VideoDecoder.open();
                var recorder = MkvRecorder.open(folder.resolve("growth.mkv"))) {
            var frame = next(source);
            long before = 0;
            long residentBefore = 0;
            for (int n = 0; n < warmUp + pictures; n++) {
                if (n == warmUp) {
                    before = NativeMemory.allocatedBytes();
                    residentBefore = NativeMemory.residentBytes();
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
            long growth = NativeMemory.allocatedBytes() - before;
            System.out.printf(
                    "%d pictures: malloc %+d KiB, resident %+d KiB%n",
                    pictures, growth / 1024, (NativeMemory.residentBytes() - residentBefore) / 1024);
            return growth;
        }
    }
}
