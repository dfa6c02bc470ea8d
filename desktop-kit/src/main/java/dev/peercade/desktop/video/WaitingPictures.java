package dev.peercade.desktop.video;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Pictures between decoder and window, the oldest first. A window that was held up for a moment, by a dialog or by a
/// theme, shows all that waited, as fast as it draws; one that is not back soon goes on with the newest. Any thread.
final class WaitingPictures<T> {

    /// 67 ms at 60 pictures a second.
    static final int MOST = 4;

    /// After which nothing waits any more but the newest.
    static final Duration CATCH_UP = Duration.ofMillis(250);

    private final Queue<T> waiting = new ArrayDeque<>(MOST);
    private long behindSinceNanos;

    /// @param nowNanos by [System#nanoTime()]
    /// @return those that are never shown instead
    synchronized List<T> add(T picture, long nowNanos) {
        List<T> late = List.of();
        if (waiting.isEmpty()) {
            behindSinceNanos = nowNanos;
        } else if (nowNanos - behindSinceNanos > CATCH_UP.toNanos()) {
            late = List.copyOf(waiting);
            waiting.clear();
        } else if (waiting.size() == MOST) {
            late = List.of(waiting.remove());
        }
        waiting.add(picture);
        return late;
    }

    /// The next one to be shown, or null.
    synchronized @Nullable T take() {
        return waiting.poll();
    }
}
