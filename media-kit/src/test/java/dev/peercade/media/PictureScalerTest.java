package dev.peercade.media;

import static dev.peercade.media.ConversionTest.assertColour;
import static dev.peercade.media.ConversionTest.solid;
import static dev.peercade.media.SceneThroughCoderTest.next;
import static dev.peercade.media.SceneThroughCoderTest.scene;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.scene.SceneDigits;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScalerTest {

    @ParameterizedTest
    @CsvSource({
        "1920x1080, 640x360, 640x360",
        "1920x1080, 641x361, 640x360",
        "1080x1920, 640x360, 202x360",
        "1024x768, 640x360, 480x360",
        "320x180, 640x360, 320x180",
        "321x181, 640x360, 320x180",
        "3000x10, 640x360, 640x2",
        "10x3000, 640x360, 2x360",
        "1x1, 640x360, 2x2",
        "16384x1, 320x180, 320x2",
        "640x360, 2x2, 2x2",
    })
    void aPictureKeepsItsShapeAndColoursAndIsNeverEnlarged(String own, String within, String expected)
            throws Exception {
        var frame = solid(Size.parse(own).width(), Size.parse(own).height(), 0x4080c0);
        try (var scaler = new PictureScaler(Size.parse(within));
                var picture = scaler.scale(new NativeFrame(frame, 7, 0, 0, false))) {
            avutil.av_frame_free(frame);
            assertThat(new Size(picture.width(), picture.height())).hasToString(expected);
            assertThat(picture.tag()).isEqualTo(7);
            assertThat(picture.decodeEndNanos()).isGreaterThanOrEqualTo(picture.decodeStartNanos());
            var pixels = pixels(picture);
            assertColour(pixels[0], 0x4080c0);
            assertColour(pixels[pixels.length - 1], 0x4080c0);
        }
    }

    @Test
    void aPictureOutlivesItsSourceAndItsScaler() throws Exception {
        Picture first;
        Picture second;
        try (var source = scene(new Size(1280, 720), 240);
                var scaler = new PictureScaler(new Size(640, 360))) {
            first = scaler.scale(next(source));
            second = scaler.scale(next(source));
        }
        try (first;
                second) {
            assertThat(SceneDigits.read(first.plane(0), first.stride(0), 640, 360))
                    .hasValue(0);
            assertThat(SceneDigits.read(second.plane(0), second.stride(0), 640, 360))
                    .hasValue(1);
            assertThat(first.lumaHash()).isNotEqualTo(second.lumaHash());
        }
    }

    @Test
    void oneScalerFollowsFramesOfChangingSize() throws Exception {
        try (var scaler = new PictureScaler(new Size(320, 180))) {
            for (int n = 0; n < 20; n++) {
                var frame = solid(300 + n * 7 % 50, 200 + n * 13 % 40, 0xc04080);
                try (var picture = scaler.scale(new NativeFrame(frame, n, 0, 0, false))) {
                    assertColour(pixels(picture)[0], 0xc04080);
                }
                avutil.av_frame_free(frame);
            }
        }
    }

    @Test
    void momentsThatALateCallerMissesAreMissingInTheCount() throws Exception {
        try (var source = scene(new Size(320, 180), 100)) {
            assertThat(next(source).tick()).isZero();
            assertThat(next(source).tick()).isPositive();
            long before = next(source).tick();
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(105);
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            assertThat(next(source).tick() - before).isGreaterThanOrEqualTo(10);
        }
    }

    static int[] pixels(Picture picture) {
        try (var arena = Arena.ofConfined();
                var converter = new BgraConverter()) {
            var bgra = arena.allocate(4L * picture.width() * picture.height(), 64);
            converter.convert(picture, bgra, 4 * picture.width());
            return bgra.toArray(ValueLayout.JAVA_INT);
        }
    }
}
