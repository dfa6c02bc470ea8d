package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// Of deadlines of which any may be absent.
final class Deadlines {

    private Deadlines() {}

    static @Nullable MonoTime earlier(@Nullable MonoTime one, @Nullable MonoTime other) {
        if (one == null) {
            return other;
        }
        return other == null || one.isBefore(other) ? one : other;
    }

    static boolean isDue(@Nullable MonoTime deadline, MonoTime now) {
        return deadline != null && !now.isBefore(deadline);
    }
}
