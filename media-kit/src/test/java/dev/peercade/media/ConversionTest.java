package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    @ParameterizedTest
    @CsvSource({
        "640, 360, 640, 360",
        "641, 361, 640, 360",
        "1281, 721, 640, 360",
        "100, 57, 320, 180",
        "17, 17, 16, 16",
    })
    void coloursSurviveConversionScalingAndCoding(int width, int height, int codedWidth, int codedHeight)
            throws Exception {
        for (int colour : new int[] {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x4080c0}) {
            var frame = solid(width, height, colour);
            var pixels = through(frame, new Size(codedWidth, codedHeight));
            avutil.av_frame_free(frame);
            assertColour(pixels[codedHeight / 2 * codedWidth + codedWidth / 2], colour);
            assertColour(pixels[0], colour);
            assertColour(pixels[pixels.length - 1], colour);
        }
    }

    @Test
    void aPictureOfAnotherShapeIsFittedWithBlackAround() throws Exception {
        var frame = solid(400, 400, 0xff0000);
        var pixels = through(frame, new Size(640, 360));
        avutil.av_frame_free(frame);
        assertColour(pixels[180 * 640 + 320], 0xff0000);
        assertColour(pixels[180 * 640 + 145], 0xff0000);
        assertColour(pixels[180 * 640 + 130], 0);
        assertColour(pixels[180 * 640 + 639], 0);
        assertColour(pixels[2 * 640 + 320], 0xff0000);
    }

    @Test
    void whatStandsBesideAFittedPictureIsBlackAtOnce() {
        var size = new Size(640, 360);
        try (var converter = new FrameConverter(size)) {
            for (int width = 2; width < 1400; width += 23) {
                var frame = solid(width, 800, 0x00ff00);
                var converted = converter.convert(frame);
                assertBlackBeside(converted, 0, 640, 16);
                assertBlackBeside(converted, 1, 320, 128);
                assertBlackBeside(converted, 2, 320, 128);
                avutil.av_frame_free(frame);
            }
        }
    }

    /// In each row, either the picture's sample or the black one.
    private static void assertBlackBeside(AVFrame frame, int plane, int width, int black) {
        int stride = frame.linesize(plane);
        int rows = plane == 0 ? 360 : 180;
        var samples = Ffmpeg.memory(frame.data(plane), (long) stride * rows);
        int picture = samples.get(ValueLayout.JAVA_BYTE, (long) rows / 2 * stride + width / 2) & 0xff;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                int sample = samples.get(ValueLayout.JAVA_BYTE, (long) y * stride + x) & 0xff;
                assertThat(sample == black || Math.abs(sample - picture) <= 2)
                        .as("%d at %d,%d of plane %d", sample, x, y, plane)
                        .isTrue();
            }
        }
    }

    @Test
    void pixelsOfAnyWidthStayWithinTheirMemory() {
        var random = new Random(1);
        try (var converter = new BgraConverter();
                var arena = Arena.ofConfined()) {
            for (int width = 2; width <= 130; width += width < 70 ? 1 : 6) {
                for (int height : new int[] {1, 2, 3, 8}) {
                    var frame = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, new Size(width, height));
                    for (int plane = 0; plane < 3; plane++) {
                        long bytes = (long) frame.linesize(plane) * (plane == 0 ? height : (height + 1) / 2);
                        var noise = new byte[(int) bytes];
                        random.nextBytes(noise);
                        Ffmpeg.memory(frame.data(plane), bytes).copyFrom(MemorySegment.ofArray(noise));
                    }
                    try (var picture = new NativePicture(frame, 0, 0, 0)) {
                        int row = 4 * width;
                        var tight = arena.allocate((long) row * height + 64, 64).fill((byte) 0x5a);
                        converter.convert(picture, tight.asSlice(0, (long) row * height), row);
                        assertThat(tight.asSlice((long) row * height).toArray(ValueLayout.JAVA_BYTE))
                                .as("behind %d x %d", width, height)
                                .containsOnly(0x5a);
                        var wide = arena.allocate((row + 256L) * height, 64);
                        converter.convert(picture, wide, row + 256);
                        for (int y = 0; y < height; y++) {
                            assertThat(tight.asSlice((long) y * row, row).mismatch(wide.asSlice(y * (row + 256L), row)))
                                    .isEqualTo(-1);
                        }
                    }
                }
            }
        }
    }

    @Test
    void picturesOfAnySizeBecomePixelsOfAnySizeWithinTheirMemory() {
        try (var converter = new BgraConverter();
                var arena = Arena.ofConfined()) {
            for (var from : new Size[] {new Size(2, 2), new Size(16, 130), new Size(64, 36), new Size(1280, 720)}) {
                try (var picture = new NativePicture(grey(from), 0, 0, 0)) {
                    for (var to : new Size[] {new Size(1, 1), new Size(1, 40), new Size(33, 7), new Size(700, 394)}) {
                        for (int row : new int[] {4 * to.width(), 4 * (to.width() + 15 & ~15)}) {
                            long bytes = (long) row * to.height();
                            var memory = arena.allocate(bytes + 64, 64).fill((byte) 0x5a);
                            converter.convert(picture, to, memory.asSlice(0, bytes), row);
                            assertThat(memory.asSlice(bytes).toArray(ValueLayout.JAVA_BYTE))
                                    .as("behind %s of %s", to, from)
                                    .containsOnly(0x5a);
                            for (int y = 0; y < to.height(); y++) {
                                for (int x = 0; x < to.width(); x++) {
                                    assertColour(memory.get(ValueLayout.JAVA_INT, (long) y * row + 4L * x), 0x808080);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static AVFrame grey(Size size) {
        var frame = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
        for (int plane = 0; plane < 3; plane++) {
            long rows = plane == 0 ? size.height() : (size.height() + 1) / 2;
            Ffmpeg.memory(frame.data(plane), frame.linesize(plane) * rows).fill((byte) (plane == 0 ? 126 : 128));
        }
        return frame;
    }

    @Test
    void oneEncoderTakesPicturesOfChangingSize() throws Exception {
        try (var encoder = VideoEncoder.open(new EncoderSettings(new Size(320, 180), 60, 2000));
                var decoder = VideoDecoder.open()) {
            for (int n = 0; n < 12; n++) {
                var frame = solid(300 + n * 7 % 50, 200 + n * 13 % 40, 0x4080c0);
                var coded = encoder.encode(new NativeFrame(frame, 0, 0, 0, false));
                avutil.av_frame_free(frame);
                var decoded = decoder.decode(coded.annexB(), n);
                assertThat(decoded.damage()).isNull();
                decoded.pictures().forEach(Picture::close);
            }
        }
    }

    @Test
    void oneConverterFollowsPicturesOfChangingSizeAndASharedPictureOutlivesItsFirstOwner() throws Exception {
        try (var converter = new BgraConverter();
                var arena = Arena.ofConfined()) {
            for (var size : new Size[] {new Size(320, 180), new Size(640, 360), new Size(320, 180)}) {
                try (var encoder = VideoEncoder.open(new EncoderSettings(size, 60, 20_000));
                        var decoder = VideoDecoder.open()) {
                    var frame = solid(size.width(), size.height(), 0x3060c0);
                    var coded = encoder.encode(new NativeFrame(frame, 0, 0, 0, false));
                    var first = decoder.decode(coded.annexB(), 0).pictures().getFirst();
                    try (var shared = first.share()) {
                        first.close();
                        var bgra = arena.allocate(4L * size.width() * size.height(), 64);
                        converter.convert(shared, bgra, 4 * size.width());
                        assertColour(bgra.getAtIndex(ValueLayout.JAVA_INT, size.width() + 5L), 0x3060c0);
                    }
                    assertThatThrownBy(first::share).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    static AVFrame solid(int width, int height, int colour) {
        var frame = Ffmpeg.picture(avutil.AV_PIX_FMT_BGR0, new Size(width, height));
        frame.colorspace(avutil.AVCOL_SPC_RGB);
        frame.color_range(avutil.AVCOL_RANGE_JPEG);
        int stride = frame.linesize(0);
        var memory = Ffmpeg.memory(frame.data(0), (long) stride * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                memory.set(ValueLayout.JAVA_INT_UNALIGNED, (long) y * stride + x * 4L, colour);
            }
        }
        return frame;
    }

    private static int[] through(AVFrame frame, Size size) throws Exception {
        try (var encoder = VideoEncoder.open(new EncoderSettings(size, 60, 20_000));
                var decoder = VideoDecoder.open();
                var arena = Arena.ofConfined();
                var converter = new BgraConverter()) {
            var coded = encoder.encode(new NativeFrame(frame, 0, 0, 0, false));
            try (var picture = decoder.decode(coded.annexB(), 0).pictures().getFirst()) {
                var bgra = arena.allocate(4L * size.width() * size.height(), 64);
                converter.convert(picture, bgra, 4 * size.width());
                return bgra.toArray(ValueLayout.JAVA_INT);
            }
        }
    }

    static void assertColour(int got, int wanted) {
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat(got >> shift & 0xff)
                    .as("%06x for %06x", got & 0xffffff, wanted)
                    .isCloseTo(wanted >> shift & 0xff, within(8));
        }
    }
}
