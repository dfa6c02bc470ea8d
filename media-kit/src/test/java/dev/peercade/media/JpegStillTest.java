package dev.peercade.media;

import static dev.peercade.media.ConversionTest.solid;
import static dev.peercade.media.PictureScalerTest.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegStillTest {

    private static final int MOST = 64 * 1024;

    @ParameterizedTest
    @CsvSource({"640, 360", "1920, 1080", "2, 2"})
    void imageIoSeesTheRightColours(int width, int height) throws Exception {
        int worst = 0;
        for (int colour : new int[] {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x4080c0, 0xc0c020}) {
            var image = decoded(JpegStill.encode(picture(width, height, colour), MOST));
            assertThat(image.getWidth()).isEqualTo(width);
            assertThat(image.getHeight()).isEqualTo(height);
            worst = Math.max(worst, error(image.getRGB(width / 2, height / 2), colour));
            worst = Math.max(worst, error(image.getRGB(width - 1, height - 1), colour));
        }
        // Of 255, after two conversions and the coarsest chroma that quality 2 has.
        assertThat(worst).isLessThanOrEqualTo(4);
    }

    @Test
    void aPictureOfTheSceneLooksTheSameAsOnTheScreen() throws Exception {
        try (var picture = Stills.of(new SourceSpec.Scene(), null, new Size(640, 360))) {
            var image = decoded(JpegStill.encode(picture, MOST));
            var shown = pixels(picture);
            double sum = 0;
            for (int n = 0; n < shown.length; n++) {
                sum += error(image.getRGB(n % 640, n / 640), shown[n]);
            }
            assertThat(sum / shown.length).isLessThan(4);
        }
    }

    @Test
    void itIsBaselineWithAJfifHeaderAndNoWordOfItsMaker() throws Exception {
        var hex = HexFormat.of().formatHex(JpegStill.encode(picture(64, 64, 0x4080c0), MOST));
        assertThat(hex).startsWith("ffd8ffe000104a464946").contains("ffc00011").doesNotContain("fffe", "4c617663");
    }

    @Test
    void qualityFallsUntilItFitsAndWhatNeverFitsIsRefused() throws Exception {
        try (var noise = noise(640, 360)) {
            var best = JpegStill.encode(noise, Integer.MAX_VALUE);
            assertThat(best.length).isGreaterThan(MOST);
            var fitting = JpegStill.encode(noise, MOST);
            assertThat(fitting.length).isBetween(MOST / 3, MOST);
            assertThat(decoded(fitting).getWidth()).isEqualTo(640);
            assertThatThrownBy(() -> JpegStill.encode(noise, 1000))
                    .isInstanceOfSatisfying(
                            MediaException.class, e -> assertThat(e.code()).isEqualTo("encoder-failed"))
                    .hasMessage("No JPEG of 640x360 fits into 1000 bytes.");
        }
    }

    private static Picture picture(int width, int height, int colour) {
        var frame = solid(width, height, colour);
        try (var scaler = new PictureScaler(new Size(width, height))) {
            return scaler.scale(new NativeFrame(frame, 0, 0, 0, false));
        } finally {
            avutil.av_frame_free(frame);
        }
    }

    private static Picture noise(int width, int height) {
        var picture = picture(width, height, 0);
        var random = new Random(1);
        var luma = picture.plane(0);
        for (long n = 0; n < luma.byteSize(); n++) {
            luma.set(ValueLayout.JAVA_BYTE, n, (byte) (100 + random.nextInt(60)));
        }
        return picture;
    }

    private static BufferedImage decoded(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static int error(int got, int wanted) {
        int worst = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            worst = Math.max(worst, Math.abs((got >> shift & 0xff) - (wanted >> shift & 0xff)));
        }
        return worst;
    }
}
