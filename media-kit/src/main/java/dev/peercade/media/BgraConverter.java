package dev.peercade.media;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Turns pictures into 32-bit pixels in the order blue, green, red, opaque, as windows show them, by each picture's own
/// colour matrix and range. One thread at a time.
public final class BgraConverter implements AutoCloseable {

    /// Memory that somebody else owns.
    private static final class Address extends BytePointer {
        void at(long newAddress) {
            address = newAddress;
        }
    }

    private final Address address = new Address();
    private final PointerPointer<Pointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private final Conversion conversion = new Conversion();
    private @Nullable AVFrame spacious;

    /// One conversion into the target where its rows have room for a multiple of 16 pixels. FFmpeg works in such
    /// steps and would else leave the last columns out and write behind the last row, so it gets memory with room,
    /// from which the pixels are copied.
    ///
    /// @param target native memory of at least `strideBytes` times the picture's height
    /// @param strideBytes from one row to the next, at least `4 * width`
    public void convert(Picture picture, MemorySegment target, int strideBytes) {
        AVFrame frame = ((NativePicture) picture).frame();
        int width = frame.width();
        if (!target.isNative() || strideBytes < 4 * width || target.byteSize() < (long) strideBytes * frame.height()) {
            throw new IllegalArgumentException("The target is too small or not native.");
        }
        if (strideBytes < 4 * (width + 15 & ~15)) {
            copy(frame, target, strideBytes);
            return;
        }
        var kind = Conversion.Kind.of(frame);
        var bgra = new Conversion.Kind(width, frame.height(), avutil.AV_PIX_FMT_BGRA, avutil.AVCOL_SPC_RGB, true);
        conversion.prepare(kind, bgra, swscale.SWS_FAST_BILINEAR);
        address.at(target.address());
        planes.put(0, address);
        strides.put(0, strideBytes);
        conversion.convert(frame, planes, strides);
    }

    private void copy(AVFrame frame, MemorySegment target, int strideBytes) {
        var made = spacious(new Size(frame.width(), frame.height()));
        conversion.convert(frame, made, swscale.SWS_FAST_BILINEAR);
        long stride = made.linesize(0);
        var source = Ffmpeg.memory(made.data(0), stride * frame.height());
        for (int y = 0; y < frame.height(); y++) {
            MemorySegment.copy(source, y * stride, target, (long) y * strideBytes, 4L * frame.width());
        }
    }

    private AVFrame spacious(Size size) {
        var made = spacious;
        if (made == null || made.width() != size.width() || made.height() != size.height()) {
            free();
            made = Ffmpeg.picture(avutil.AV_PIX_FMT_BGRA, size);
            made.colorspace(avutil.AVCOL_SPC_RGB);
            made.color_range(avutil.AVCOL_RANGE_JPEG);
            spacious = made;
        }
        return made;
    }

    private void free() {
        if (spacious != null) {
            avutil.av_frame_free(spacious);
            spacious = null;
        }
    }

    @Override
    public void close() {
        conversion.close();
        free();
        planes.close();
        strides.close();
    }
}
