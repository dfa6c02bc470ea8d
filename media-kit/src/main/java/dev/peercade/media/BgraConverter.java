package dev.peercade.media;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Turns pictures into 32-bit pixels in the order blue, green, red, opaque, as windows show them, by each picture's own
/// colour matrix and range. One thread at a time.
public final class BgraConverter implements AutoCloseable {

    /// Everything that the native context depends on.
    private record Shape(int width, int height, int format, int matrix, int range) {
        static Shape of(AVFrame frame) {
            return new Shape(frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
        }
    }

    /// Memory that somebody else owns.
    private static final class Address extends BytePointer {
        void at(long newAddress) {
            address = newAddress;
        }
    }

    private final Address address = new Address();
    private final PointerPointer<Pointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private @Nullable SwsContext context;
    private @Nullable Shape shape;

    /// @param target native memory of at least `strideBytes` times the picture's height
    /// @param strideBytes from one row to the next, at least `4 * width`
    public void convert(Picture picture, MemorySegment target, int strideBytes) {
        AVFrame frame = ((NativePicture) picture).frame();
        if (!target.isNative()
                || strideBytes < 4 * frame.width()
                || target.byteSize() < (long) strideBytes * frame.height()) {
            throw new IllegalArgumentException("The target is too small or not native.");
        }
        Shape now = Shape.of(frame);
        if (!now.equals(shape)) {
            prepare(frame);
            shape = now;
        }
        address.at(target.address());
        planes.put(0, address);
        strides.put(0, strideBytes);
        swscale.sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    }

    private void prepare(AVFrame frame) {
        free();
        SwsContext made = swscale.sws_getContext(
                frame.width(),
                frame.height(),
                frame.format(),
                frame.width(),
                frame.height(),
                avutil.AV_PIX_FMT_BGRA,
                swscale.SWS_FAST_BILINEAR,
                (SwsFilter) null,
                null,
                (DoublePointer) null);
        if (made == null) {
            throw new IllegalStateException("The picture cannot be converted.");
        }
        NativePicture.honourColours(made, frame);
        context = made;
    }

    private void free() {
        if (context != null) {
            swscale.sws_freeContext(context);
            context = null;
            shape = null;
        }
    }

    @Override
    public void close() {
        free();
        planes.close();
        strides.close();
    }
}
