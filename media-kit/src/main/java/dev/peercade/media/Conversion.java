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

/// One kind of picture into another: size, format, colour matrix and range. The native context is kept for as long
/// as the kinds stay the same. One thread.
final class Conversion implements AutoCloseable {

    /// Everything of a picture that a native context depends on.
    ///
    /// @param format one of `AV_PIX_FMT_`
    /// @param matrix one of `AVCOL_SPC_`, never unspecified
    record Kind(int width, int height, int format, int matrix, boolean fullRange) {

        /// Where the stream is silent about its matrix, the one that is usual for its size.
        static Kind of(AVFrame frame) {
            int matrix = frame.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED
                    ? (frame.height() >= 720 ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M)
                    : frame.colorspace();
            boolean fullRange = frame.color_range() == avutil.AVCOL_RANGE_JPEG;
            return new Kind(frame.width(), frame.height(), frame.format(), matrix, fullRange);
        }

        Kind sized(int newWidth, int newHeight) {
            return new Kind(newWidth, newHeight, format, matrix, fullRange);
        }
    }

    private record Both(Kind from, Kind to, int flags) {}

    private @Nullable SwsContext context;
    private @Nullable Both both;

    /// @param flags of `SWS_`: how pixels are made from others
    void convert(AVFrame from, AVFrame to, int flags) {
        prepare(Kind.of(from), Kind.of(to), flags);
        convert(from, to.data(), to.linesize());
    }

    /// Into a part of a frame, or memory that is none of FFmpeg's, as the last [#prepare(Kind, Kind, int)] said.
    void convert(AVFrame from, PointerPointer<?> planes, IntPointer strides) {
        if (both == null) {
            throw new IllegalStateException("Nothing is prepared.");
        }
        swscale.sws_scale(context, from.data(), from.linesize(), 0, both.from.height, planes, strides);
    }

    /// Cheap where nothing has changed.
    void prepare(Kind from, Kind to, int flags) {
        var wanted = new Both(from, to, flags);
        if (wanted.equals(both)) {
            return;
        }
        close();
        var made = swscale.sws_getContext(
                from.width,
                from.height,
                from.format,
                to.width,
                to.height,
                to.format,
                flags,
                (SwsFilter) null,
                null,
                (DoublePointer) null);
        if (made == null) {
            throw new IllegalStateException(from + " cannot be converted to " + to + ".");
        }
        swscale.sws_setColorspaceDetails(
                made,
                swscale.sws_getCoefficients(from.matrix),
                from.fullRange ? 1 : 0,
                swscale.sws_getCoefficients(to.matrix),
                to.fullRange ? 1 : 0,
                0,
                1 << 16,
                1 << 16);
        context = made;
        both = wanted;
    }

    @Override
    public void close() {
        if (context != null) {
            swscale.sws_freeContext(context);
            context = null;
            both = null;
        }
    }
}
