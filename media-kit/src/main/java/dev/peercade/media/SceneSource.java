package dev.peercade.media;

import dev.peercade.media.scene.ScenePainter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/// The built-in scene. The picture is drawn in the coder's own format, so that nothing has to be converted.
final class SceneSource implements VideoSource {

    private final Size size;
    private final Pacer pacer;
    private final ScenePainter painter;
    private final AVFrame frame;
    private long number;
    private boolean closed;

    SceneSource(CaptureSettings settings) {
        Ffmpeg.load();
        var wanted = settings.size();
        size = (wanted == null ? new Size(1280, 720) : wanted).even();
        pacer = new Pacer(settings.fps());
        painter = new ScenePainter(size.width(), size.height());
        frame = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
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
        long start = System.nanoTime();
        painter.paint(number++);
        copy(painter.luma(), 0, size.width(), size.height());
        copy(painter.cb(), 1, size.width() / 2, size.height() / 2);
        copy(painter.cr(), 2, size.width() / 2, size.height() / 2);
        return new NativeFrame(frame, tick, start, System.nanoTime(), false);
    }

    private void copy(byte[] samples, int plane, int width, int height) {
        int stride = frame.linesize(plane);
        var target = Ffmpeg.memory(frame.data(plane), (long) stride * height);
        for (int y = 0; y < height; y++) {
            MemorySegment.copy(samples, y * width, target, ValueLayout.JAVA_BYTE, (long) y * stride, width);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(frame);
        }
    }
}
