package dev.peercade.testbed;

import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Bars that wander, 30 times a second on a thread of its own.
final class MovingPicture implements AutoCloseable {

    static final int WIDTH = 320;
    static final int HEIGHT = 180;

    private static final long INTERVAL_MS = 33;
    private static final byte GREY = (byte) 128;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int number;

    MovingPicture(Consumer<VideoFrame> taker) {
        clock.scheduleAtFixedRate(() -> show(taker), 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private void show(Consumer<VideoFrame> taker) {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        number++;
        ByteBuffer luma = buffer.getDataY();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                luma.put(y * buffer.getStrideY() + x, (byte) (16 + (x + y + 4 * number) % 200));
            }
        }
        for (ByteBuffer chroma : new ByteBuffer[] {buffer.getDataU(), buffer.getDataV()}) {
            for (int at = 0; at < chroma.limit(); at++) {
                chroma.put(at, GREY);
            }
        }
        VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
        taker.accept(frame);
        frame.release();
    }

    /// Nothing is shown any more once this returns.
    @Override
    public void close() {
        clock.close();
    }
}
