package dev.peercade.cli;

import dev.peercade.desktop.store.UserFolders;
import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who called this command, and from where: the shell that started this process or, where the process was started ahead
/// of time, the one that took it over since.
///
/// @param environment the caller's variables
/// @param directory from which relative paths count
/// @param terminal whether the caller sits at a terminal that this process has not got
record Caller(Map<String, String> environment, Path directory, boolean terminal) {

    private static volatile Caller current =
            new Caller(System.getenv(), Path.of("").toAbsolutePath(), false);

    /// Elsewhere than on X11 there always is one.
    boolean hasDisplay() {
        return !System.getProperty("os.name").equals("Linux")
                || !environment.getOrDefault("DISPLAY", "").isEmpty();
    }

    UserFolders folders() {
        return UserFolders.of(environment);
    }

    /// A process runs one command, for one caller.
    static Caller current() {
        return current;
    }

    static void set(Caller taken) {
        current = taken;
    }

    /// Where a person can be asked, or null.
    ///
    /// @throws CommandFailure when only a process of the caller's own can ask
    static @Nullable Console console() throws CommandFailure {
        if (current.terminal) {
            throw CommandFailure.needsTerminal();
        }
        return own();
    }

    static boolean atTerminal() {
        return current.terminal || own() != null;
    }

    private static @Nullable Console own() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }
}
