package dev.peercade.streamer.live;

import org.jspecify.annotations.Nullable;

/// Counts the moments at which there should have been a picture and was none, by what took too long then. Not
/// thread-safe.
final class MomentMeter {

    private long due;
    private long capture;
    private long encoding;
    private @Nullable Grab before;

    /// The moments between two pictures were missed while the first of them was grabbed or worked on: the guilty stage
    /// is that which took longer.
    void on(Grab grab) {
        Grab last = before;
        before = grab;
        due++;
        if (last == null) {
            return;
        }
        long missed = Math.max(0, grab.tick() - last.tick() - 1);
        due += missed;
        if (grab.askedNanos() - last.endNanos() > last.endNanos() - last.startNanos()) {
            encoding += missed;
        } else {
            capture += missed;
        }
    }

    /// Nothing was asked of the source for a while, and nothing is missing.
    void restart() {
        before = null;
    }

    long due() {
        return due;
    }

    long capture() {
        return capture;
    }

    long encoding() {
        return encoding;
    }
}
