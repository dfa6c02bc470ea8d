package dev.peercade.media;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A grid of moments `1/fps` apart, counted from the first call so that rounding never adds up. One thread.
final class Pacer {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int fps;
    private long originNanos;
    private long tick = -1;

    Pacer(int fps) {
        this.fps = fps;
    }

    /// Waits for the next moment of the grid. Moments that have passed by more than one period are left out, so that
    /// a stall is not followed by a burst.
    ///
    /// @return the number of that moment, from 0
    long await() throws InterruptedException {
        long now = System.nanoTime();
        if (tick < 0) {
            originNanos = now;
            tick = 0;
            return tick;
        }
        tick++;
        tick = Math.max(tick, (now - originNanos) * fps / SECOND);
        long due = originNanos + tick / fps * SECOND + tick % fps * SECOND / fps;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
        return tick;
    }
}
