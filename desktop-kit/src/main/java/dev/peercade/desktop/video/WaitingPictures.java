package dev.peercade.desktop.video;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Pictures between decoder and window, the oldest first, until they are drawn. A window that was held up for a moment,
/// by a dialog or by a theme, shows all that waited, as fast as it draws; one that is not back soon goes on with the
/// newest. One thread at a time.
final class WaitingPictures<T> {

    /// 200 ms at 60 pictures a second.
    static final int MOST = 12;

    /// After which a window does not keep up.
    static final Duration CATCH_UP = Duration.ofMillis(500);

    /// For how long only the newest waits, once a window did not keep up: what it cannot show is left out evenly
    /// then. Each time twice as long, up to the most, if it does not keep up again within [#SOON].
    static final Duration NEWEST_ONLY = CATCH_UP;

    static final Duration NEWEST_ONLY_MOST = Duration.ofSeconds(16);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Queue<T> waiting = new ArrayDeque<>(MOST);
    private long behindSinceNanos;
    private long newestNanos;
    private @Nullable Long newestUntilNanos;

    /// @param nowNanos by [System#nanoTime()]
    /// @return those that are never shown instead
    List<T> add(T picture, long nowNanos) {
        List<T> late = List.of();
        if (waiting.isEmpty()) {
            behindSinceNanos = nowNanos;
        } else if (takesTheNewest(nowNanos)) {
            late = List.copyOf(waiting);
            waiting.clear();
        } else if (waiting.size() == MOST) {
            late = List.of(waiting.remove());
        }
        waiting.add(picture);
        return late;
    }

    private boolean takesTheNewest(long nowNanos) {
        if (newestUntilNanos != null && nowNanos - newestUntilNanos < 0) {
            return true;
        }
        if (nowNanos - behindSinceNanos <= CATCH_UP.toNanos()) {
            return false;
        }
        boolean again = newestUntilNanos != null && nowNanos - newestUntilNanos < SOON.toNanos();
        newestNanos = again ? Math.min(2 * newestNanos, NEWEST_ONLY_MOST.toNanos()) : NEWEST_ONLY.toNanos();
        newestUntilNanos = nowNanos + newestNanos;
        return true;
    }

    /// The next one to be drawn, or null.
    @Nullable
    T next() {
        return waiting.peek();
    }

    /// @return whether it is drawn: it was the next one, and is no longer
    boolean draw(T picture) {
        if (waiting.peek() != picture) {
            return false;
        }
        waiting.remove();
        return true;
    }

    /// @return all that waited, which are never shown
    List<T> clear() {
        List<T> late = List.copyOf(waiting);
        waiting.clear();
        return late;
    }
}
