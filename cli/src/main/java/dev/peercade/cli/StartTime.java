package dev.peercade.cli;

import dev.peercade.peer.time.MonoTime;
import java.time.Instant;

/// When the user pressed enter: the launcher passes it, so that the times shown include the start of the JVM.
final class StartTime {

    static final String PROPERTY = "peercade.started";
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private StartTime() {}

    /// On this process's monotonic clock.
    static MonoTime get() {
        long now = System.nanoTime();
        String micros = System.getProperty(PROPERTY, "");
        if (!micros.matches("[0-9]{16}")) {
            return new MonoTime(now);
        }
        Instant wall = Instant.now();
        long ago = (wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1000 - Long.parseLong(micros)) * 1000;
        // A clock that was set meanwhile gives nonsense.
        return new MonoTime(ago < 0 || ago > HOUR_NANOS ? now : now - ago);
    }
}
