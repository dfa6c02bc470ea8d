package dev.peercade.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Turns whatever a source yields into YUV 4:2:0, BT.709 limited, of one size. A picture of another shape is fitted
/// inside, with black around where the shapes differ by more than a fiftieth; one that is a single row or column
/// larger is cropped. One thread.
final class FrameConverter implements AutoCloseable {

    /// Everything that the native context depends on.
    private record Shape(int width, int height, int format, int matrix, int range) {
        static Shape of(AVFrame frame) {
            return new Shape(frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
        }
    }

    private final Size size;
    private final AVFrame target;
    private final PointerPointer<?> planes = new PointerPointer<>(4);
    private @Nullable SwsContext context;
    private @Nullable Shape shape;
    private int sourceRows;

    FrameConverter(Size size) {
        this.size = size;
        target = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
    }

    /// @return `frame` itself where it fits as it is, else a picture that stays valid until the next call
    AVFrame convert(AVFrame frame) throws MediaException {
        if (frame.format() == avutil.AV_PIX_FMT_YUV420P
                && frame.width() == size.width()
                && frame.height() == size.height()
                && frame.colorspace() == avutil.AVCOL_SPC_BT709
                && frame.color_range() == avutil.AVCOL_RANGE_MPEG) {
            return frame;
        }
        var now = Shape.of(frame);
        if (!now.equals(shape)) {
            prepare(now);
        }
        swscale.sws_scale(context, frame.data(), frame.linesize(), 0, sourceRows, planes, target.linesize());
        return target;
    }

    private void prepare(Shape now) throws MediaException {
        free();
        boolean crop = now.width - size.width() >= 0
                && now.width - size.width() <= 1
                && now.height - size.height() >= 0
                && now.height - size.height() <= 1;
        int sourceWidth = crop ? size.width() : now.width;
        sourceRows = crop ? size.height() : now.height;
        // min(): the longer side of the picture decides.
        double scale = Math.min((double) size.width() / sourceWidth, (double) size.height() / sourceRows);
        var inner = new Size(Math.max(1, (int) Math.round(sourceWidth * scale)), Math.max(1, (int)
                        Math.round(sourceRows * scale)))
                .even();
        int fittedWidth = fit(inner.width(), size.width());
        int fittedHeight = fit(inner.height(), size.height());
        boolean unscaled = fittedWidth == sourceWidth && fittedHeight == sourceRows;
        context = swscale.sws_getContext(
                sourceWidth,
                sourceRows,
                now.format,
                fittedWidth,
                fittedHeight,
                avutil.AV_PIX_FMT_YUV420P,
                unscaled ? swscale.SWS_FAST_BILINEAR : swscale.SWS_BILINEAR,
                (SwsFilter) null,
                null,
                (DoublePointer) null);
        if (context == null) {
            throw new MediaException(
                    MediaException.ENCODER_FAILED,
                    "Pictures of " + sourceWidth + "x" + sourceRows + " cannot be converted to " + size + ".",
                    "Choose another size.");
        }
        int matrix = now.matrix == avutil.AVCOL_SPC_UNSPECIFIED || now.matrix == avutil.AVCOL_SPC_RGB
                ? (sourceRows >= 720 ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601)
                : now.matrix;
        IntPointer from = swscale.sws_getCoefficients(matrix);
        IntPointer to = swscale.sws_getCoefficients(swscale.SWS_CS_ITU709);
        int fullRange = now.range == avutil.AVCOL_RANGE_JPEG ? 1 : 0;
        swscale.sws_setColorspaceDetails(context, from, fullRange, to, 0, 0, 1 << 16, 1 << 16);
        int left = (size.width() - fittedWidth) / 2 & ~1;
        int top = (size.height() - fittedHeight) / 2 & ~1;
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            long stride = target.linesize(plane);
            Ffmpeg.memory(target.data(plane), stride * (size.height() >> shift)).fill((byte) (plane == 0 ? 16 : 128));
            planes.put(plane, target.data(plane).position((top >> shift) * stride + (left >> shift)));
        }
        shape = now;
    }

    /// A bar of a hundredth on each side would look like a fault; stretching by as much goes unseen.
    private static int fit(int inner, int whole) {
        return whole - inner <= whole / 50 ? whole : inner;
    }

    private void free() {
        if (context != null) {
            swscale.sws_freeContext(context);
            context = null;
        }
    }

    @Override
    public void close() {
        free();
        planes.close();
        avutil.av_frame_free(target);
    }
}
