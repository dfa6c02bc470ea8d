package dev.peercade.desktop.awake;

import dev.peercade.desktop.bus.SessionBus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of a platform's ways to keep the display awake.
///
/// @param name for the log
record WakeLock(String name, Taking taking) {

    /// Throws whatever says that it cannot be had.
    @FunctionalInterface
    interface Taking {
        Held take(String why) throws Exception;
    }

    /// Closed by the thread that took it.
    @FunctionalInterface
    interface Held extends AutoCloseable {}

    Held take(String why) throws Exception {
        return taking.take(why);
    }

    /// The best first.
    static List<WakeLock> ofPlatform(@Nullable SessionBus bus) {
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            return List.of(new WakeLock("the execution state", _ -> ExecutionState.take()));
        }
        if (system.startsWith("Mac")) {
            return List.of(new WakeLock("caffeinate", _ -> caffeinate()));
        }
        List<WakeLock> ways = new ArrayList<>();
        if (bus != null) {
            ways.add(new WakeLock("the screen saver's service", why -> ScreenSaver.take(bus, why)));
        }
        ways.add(new WakeLock("the X server", _ -> XScreenSaver.take(null)));
        return ways;
    }

    /// The program of macOS that does so: as long as it runs, and this process. Written by its manual; never run yet.
    private static Held caffeinate() throws Exception {
        Process process = new ProcessBuilder(
                        "caffeinate",
                        "-d",
                        "-i",
                        "-w",
                        Long.toString(ProcessHandle.current().pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process::destroy;
    }
}
