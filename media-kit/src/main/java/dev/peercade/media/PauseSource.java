package dev.peercade.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/// Two bars on dark grey, drawn once: what viewers see while the streamer pauses. In the coder's own format.
final class PauseSource implements VideoSource {

    /// Luma in limited range, from 16 to 235.
    private static final byte DARK = 32;

    private static final byte LIGHT = (byte) 180;
    private static final byte NO_COLOUR = (byte) 128;

    private final Size size;
    private final Pacer pacer;
    private final AVFrame frame;
    private boolean shown;
    private boolean closed;

    PauseSource(Size size, int fps) {
        Ffmpeg.load();
        this.size = size.even();
        pacer = new Pacer(fps);
        frame = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, this.size);
        draw();
    }

    private void draw() {
        fill(1, size.height() / 2, NO_COLOUR);
        fill(2, size.height() / 2, NO_COLOUR);
        fill(0, size.height(), DARK);
        int unit = Math.max(1, Math.min(size.width(), size.height()) / 16);
        bar(size.width() / 2 - 2 * unit, unit);
        bar(size.width() / 2 + unit, unit);
    }

    private void fill(int plane, int rows, byte value) {
        Ffmpeg.memory(frame.data(plane), (long) frame.linesize(plane) * rows).fill(value);
    }

    /// Four times as high as wide, in the middle of the height.
    private void bar(int left, int width) {
        long stride = frame.linesize(0);
        var luma = Ffmpeg.memory(frame.data(0), stride * size.height());
        int top = Math.max(0, size.height() / 2 - 2 * width);
        for (int y = top; y < top + 4 * width; y++) {
            luma.asSlice(y * stride + left, width).fill(LIGHT);
        }
    }

    @Override
    public int width() {
        return size.width();
    }

    @Override
    public int height() {
        return size.height();
    }

    @Override
    public RawFrame next() throws InterruptedException {
        long tick = pacer.await();
        long now = System.nanoTime();
        boolean same = shown;
        shown = true;
        return new NativeFrame(frame, tick, now, now, same);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(frame);
        }
    }
}
