package dev.peercade.desktop.video;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Pictures between decoder and conversion, the oldest first. A window that was held up for a moment, by a dialog or
/// by a theme, shows all that waited, as fast as it draws; one that is not back soon goes on with the newest. One
/// thread at a time.
final class WaitingPictures<T> {

    /// 200 ms at 60 pictures a second.
    static final int MOST = 12;

    /// After which a window does not keep up.
    static final Duration CATCH_UP = Duration.ofMillis(500);

    /// For how long only the newest waits then, so that what the window cannot show is left out evenly. Twice as long
    /// as the last time if that was over less than [#SOON] ago, and the window has shown something since.
    static final Duration NEWEST_ONLY = CATCH_UP;

    static final Duration NEWEST_ONLY_MOST = Duration.ofSeconds(16);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Queue<T> waiting = new ArrayDeque<>(MOST);
    private long behindSinceNanos;
    private boolean newestOnly;
    private long newestNanos;
    private @Nullable Long newestUntilNanos;
    private boolean shownSince;

    /// @param nowNanos by [System#nanoTime()]
    /// @param idle     whether the window has drawn whatever it got from here
    /// @return those that are never shown instead
    List<T> add(T picture, long nowNanos, boolean idle) {
        List<T> late = List.of();
        newestOnly = newestOnly && newestUntilNanos != null && nowNanos - newestUntilNanos < 0;
        if (idle && waiting.isEmpty()) {
            behindSinceNanos = nowNanos;
        } else if (!newestOnly && nowNanos - behindSinceNanos > CATCH_UP.toNanos()) {
            goOnWithTheNewest(nowNanos);
        }
        if (newestOnly) {
            late = clear();
            behindSinceNanos = nowNanos;
        } else if (waiting.size() == MOST) {
            late = List.of(waiting.remove());
        }
        waiting.add(picture);
        return late;
    }

    private void goOnWithTheNewest(long nowNanos) {
        boolean again = newestUntilNanos != null && nowNanos - newestUntilNanos < SOON.toNanos();
        if (!again) {
            newestNanos = NEWEST_ONLY.toNanos();
        } else if (shownSince) {
            newestNanos = Math.min(2 * newestNanos, NEWEST_ONLY_MOST.toNanos());
        }
        shownSince = false;
        newestOnly = true;
        newestUntilNanos = nowNanos + newestNanos;
    }

    /// The next one to be converted, which waits no longer, or null.
    ///
    /// @param idle whether the window has drawn whatever it got from here; else a newer one can only take the
    ///             place of what was not drawn, and does so where just the newest waits
    @Nullable
    T next(boolean idle) {
        if (!idle && !newestOnly) {
            return null;
        }
        shownSince |= !waiting.isEmpty();
        return waiting.poll();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// @return all that waited, which are never shown
    List<T> clear() {
        List<T> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
