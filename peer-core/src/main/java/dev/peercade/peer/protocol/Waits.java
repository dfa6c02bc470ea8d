package dev.peercade.peer.protocol;

import java.time.Duration;

/// How long to wait before trying again: twice as long each time, within bounds.
record Waits(Duration first, Duration last) {

    /// @param failures before the one that has just happened
    Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures, 6));
        return wait.compareTo(last) < 0 ? wait : last;
    }
}
