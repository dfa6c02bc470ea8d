package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.h264.NalUnits;
import dev.peercade.media.scene.SceneDigits;
import dev.peercade.media.scene.ScenePainter;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SceneThroughCoderTest {

    private static final Size SIZE = new Size(1280, 720);

    @Test
    void everyFrameArrivesWithItsNumberAndCloseToTheOriginal() throws Exception {
        try (var source = scene(SIZE, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, 8000));
                var decoder = VideoDecoder.open()) {
            var painter = new ScenePainter(SIZE.width(), SIZE.height());
            for (int n = 0; n < 60; n++) {
                var coded = encoder.encode(next(source));
                assertThat(coded.keyframe()).isEqualTo(n == 0);
                var decoded = decoder.decode(coded.annexB(), 1000 + n);
                assertThat(decoded.damage()).isNull();
                try (var picture = decoded.pictures().getFirst()) {
                    assertThat(picture.tag()).isEqualTo(1000 + n);
                    assertThat(SceneDigits.read(picture.plane(0), picture.stride(0), 1280, 720))
                            .hasValue(n);
                    painter.paint(n);
                    assertThat(psnr(painter.luma(), picture)).isGreaterThan(28);
                }
            }
        }
    }

    @Test
    void aKeyframeComesOnRequestWithItsParameterSets() throws Exception {
        try (var source = scene(SIZE, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, 4000))) {
            var keyframes = new ArrayList<Integer>();
            for (int n = 0; n < 30; n++) {
                if (n == 7 || n == 20) {
                    encoder.requestKeyframe();
                }
                var coded = encoder.encode(next(source));
                var types = types(coded.annexB());
                if (coded.keyframe()) {
                    keyframes.add(n);
                    assertThat(types).containsSubsequence(7, 8, 5).doesNotContain(1);
                } else {
                    assertThat(types).contains(1).doesNotContain(7, 8, 5);
                }
            }
            assertThat(keyframes).containsExactly(0, 7, 20);
        }
    }

    @Test
    void theStreamIsConstrainedBaselineAndSaysSo() throws Exception {
        try (var source = scene(SIZE, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, 4000))) {
            var first = encoder.encode(next(source)).annexB();
            var sps = NalUnits.split(first).stream()
                    .filter(unit -> unit.type() == NalUnits.SPS)
                    .findFirst()
                    .orElseThrow();
            var said = HexFormat.of().formatHex(first, sps.offset() + 1, sps.offset() + 4);
            assertThat(encoder.profileLevelId()).isEqualTo(said).startsWith("42");
            assertThat(Integer.parseInt(said.substring(2, 4), 16) & 0x40)
                    .as("constraint_set1_flag")
                    .isEqualTo(0x40);
        }
    }

    @Test
    void theBitRateIsKeptAndFollowsAChange() throws Exception {
        try (var source = scene(SIZE, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(SIZE, 60, 8000))) {
            assertThat(kbps(source, encoder, 60)).isLessThan(8000 * 1.15);
            encoder.bitrate(1500);
            kbps(source, encoder, 10);
            assertThat(kbps(source, encoder, 60)).isBetween(700.0, 1500 * 1.2);
        }
    }

    private static double kbps(VideoSource source, VideoEncoder encoder, int frames) throws Exception {
        long bytes = 0;
        for (int n = 0; n < frames; n++) {
            bytes += encoder.encode(next(source)).annexB().length;
        }
        return bytes * 8 / 1000.0 * 60 / frames;
    }

    static RawFrame next(VideoSource source) throws Exception {
        return Objects.requireNonNull(source.next(), "the source has ended");
    }

    static VideoSource scene(Size size, int fps) throws MediaException {
        return VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, fps, size));
    }

    static List<Integer> types(byte[] annexB) {
        return NalUnits.split(annexB).stream().map(NalUnits.Unit::type).toList();
    }

    static double psnr(byte[] luma, Picture picture) {
        var plane = picture.plane(0);
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int had = luma[y * picture.width() + x] & 0xff;
                int got = plane.get(ValueLayout.JAVA_BYTE, (long) y * picture.stride(0) + x) & 0xff;
                sum += (double) (had - got) * (had - got);
            }
        }
        return 10 * Math.log10(255.0 * 255 * luma.length / Math.max(sum, 1));
    }
}
