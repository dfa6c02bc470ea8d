package dev.peercade.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Turns whatever a source yields into YUV 4:2:0, BT.709 limited, of one size. A picture of another shape is fitted
/// inside, with black around where the shapes differ by more than a fiftieth; one that is a single row or column
/// larger is cropped. One thread.
final class FrameConverter implements AutoCloseable {

    private final Size size;
    private final AVFrame target;
    private final PointerPointer<?> planes = new PointerPointer<>(4);
    private final Conversion conversion = new Conversion();
    private Conversion.@Nullable Kind kind;

    FrameConverter(Size size) {
        this.size = size;
        target = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
    }

    /// @return `frame` itself where it fits as it is, else a picture that stays valid until the next call
    AVFrame convert(AVFrame frame) {
        if (frame.format() == avutil.AV_PIX_FMT_YUV420P
                && frame.width() == size.width()
                && frame.height() == size.height()
                && frame.colorspace() == avutil.AVCOL_SPC_BT709
                && frame.color_range() == avutil.AVCOL_RANGE_MPEG) {
            return frame;
        }
        var now = Conversion.Kind.of(frame);
        if (!now.equals(kind)) {
            prepare(now);
        }
        conversion.convert(frame, planes, target.linesize());
        return target;
    }

    private void prepare(Conversion.Kind now) {
        boolean crop = now.width() - size.width() >= 0
                && now.width() - size.width() <= 1
                && now.height() - size.height() >= 0
                && now.height() - size.height() <= 1;
        var source = crop ? size : new Size(now.width(), now.height());
        var inner = source.fitted(size).even();
        int width = fit(inner.width(), size.width());
        var fitted = new Size(width == size.width() ? width : wholeVectors(width), fit(inner.height(), size.height()));
        conversion.prepare(
                now.sized(source.width(), source.height()),
                Conversion.Kind.of(target).sized(fitted.width(), fitted.height()),
                fitted.equals(source) ? swscale.SWS_FAST_BILINEAR : swscale.SWS_BILINEAR);
        int left = (size.width() - fitted.width()) / 2 & ~1;
        int top = (size.height() - fitted.height()) / 2 & ~1;
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            long stride = target.linesize(plane);
            Ffmpeg.memory(target.data(plane), stride * (size.height() >> shift)).fill((byte) (plane == 0 ? 16 : 128));
            planes.put(plane, target.data(plane).position((top >> shift) * stride + (left >> shift)));
        }
        kind = now;
    }

    /// A bar of a hundredth on each side would look like a fault; stretching by as much goes unseen.
    private static int fit(int inner, int whole) {
        return whole - inner <= whole / 50 ? whole : inner;
    }

    /// FFmpeg writes whole vectors: behind any other width it would spoil some of the black.
    private int wholeVectors(int width) {
        return Math.clamp(Math.round(width / 16f) * 16, 16, size.width() & ~15);
    }

    @Override
    public void close() {
        conversion.close();
        planes.close();
        avutil.av_frame_free(target);
    }
}
