package dev.peercade.media;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/// A reference to memory of FFmpeg's, such as one of the decoder's pooled buffers; closing gives it back.
final class NativePicture implements Picture {

    private final AVFrame frame;
    private final long tag;
    private final long decodeStartNanos;
    private final long decodeEndNanos;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param frame YUV 4:2:0, owned by this from now on
    NativePicture(AVFrame frame, long tag, long decodeStartNanos, long decodeEndNanos) {
        this.frame = frame;
        this.tag = tag;
        this.decodeStartNanos = decodeStartNanos;
        this.decodeEndNanos = decodeEndNanos;
    }

    AVFrame frame() {
        if (closed.get()) {
            throw new IllegalStateException("The picture is closed.");
        }
        return frame;
    }

    @Override
    public int width() {
        return frame().width();
    }

    @Override
    public int height() {
        return frame().height();
    }

    @Override
    public long tag() {
        return tag;
    }

    @Override
    public long decodeStartNanos() {
        return decodeStartNanos;
    }

    @Override
    public long decodeEndNanos() {
        return decodeEndNanos;
    }

    @Override
    public long lumaHash() {
        var luma = plane(0);
        int stride = stride(0);
        var crc = new CRC32C();
        for (int y = 0; y < height(); y++) {
            crc.update(luma.asSlice((long) y * stride, width()).asByteBuffer());
        }
        return crc.getValue();
    }

    @Override
    public MemorySegment plane(int plane) {
        int rows = plane == 0 ? height() : (height() + 1) >> 1;
        return Ffmpeg.memory(frame().data(plane), (long) stride(plane) * rows);
    }

    @Override
    public int stride(int plane) {
        return frame().linesize(plane);
    }

    @Override
    public Picture share() {
        var shared = avutil.av_frame_clone(frame());
        if (shared == null) {
            throw new OutOfMemoryError("No native memory for a reference to a picture.");
        }
        return new NativePicture(shared, tag, decodeStartNanos, decodeEndNanos);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            avutil.av_frame_free(frame);
        }
    }
}
