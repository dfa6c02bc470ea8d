package dev.peercade.testbed;

import java.awt.Robot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/// How far a streamed copy of [GlassClock] is behind the clock, both read from the screen. A program of its own.
///
/// Arguments: x and y of the copy's corner on the screen, seconds. Waits until the copy is there, then for what
/// is not yet warm, and prints a line of figures.
final class GlassReader {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final long PERIOD_NANOS = Duration.ofMillis(4).toNanos();

    private final Robot robot;
    private final int x;
    private final int y;
    private final List<Integer> behind = new ArrayList<>();
    private int fresh;
    private int last;
    private int unreadable;

    private GlassReader(Robot robot, int x, int y) {
        this.robot = robot;
        this.x = x;
        this.y = y;
    }

    public static void main(String[] arguments) throws Exception {
        GlassReader reader =
                new GlassReader(new Robot(), Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        if (!reader.isThere()) {
            System.err.println("no copy of the clock could be read");
            System.exit(1);
        }
        reader.read(WARM_UP);
        reader.behind.clear();
        reader.fresh = 0;
        reader.unreadable = 0;
        Duration length = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        reader.read(length);
        if (reader.behind.isEmpty()) {
            System.err.println("the copy of the clock is gone");
            System.exit(1);
        }
        reader.print(length);
        // AWT's threads hold the process.
        System.exit(0);
    }

    private boolean isThere() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (GlassClock.read(robot, x, y).isPresent()) {
                return true;
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
        return false;
    }

    private void read(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        for (long next = System.nanoTime(); next < end; next = Math.max(next + PERIOD_NANOS, System.nanoTime())) {
            LockSupport.parkNanos(next - System.nanoTime());
            // The copy first: what passes between the two is added to the delay, not taken from it.
            OptionalInt copy = GlassClock.read(robot, x, y);
            OptionalInt clock = GlassClock.read(robot, 0, 0);
            if (copy.isEmpty() || clock.isEmpty()) {
                unreadable++;
            } else {
                behind.add(clock.getAsInt() - copy.getAsInt());
                fresh += copy.getAsInt() == last ? 0 : 1;
                last = copy.getAsInt();
            }
        }
    }

    private void print(Duration length) {
        Collections.sort(behind);
        System.out.printf(
                Locale.ROOT,
                "p50 %d, p95 %d, p99 %d, least %d, most %d ms; %.1f new pictures a second; %d readings, %d more unreadable%n",
                behind.get(behind.size() / 2),
                behind.get(behind.size() * 95 / 100),
                behind.get(behind.size() * 99 / 100),
                behind.getFirst(),
                behind.getLast(),
                (double) fresh / length.toSeconds(),
                behind.size(),
                unreadable);
    }
}
