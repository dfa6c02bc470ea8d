package dev.peercade.cli;

import java.nio.file.Path;
import java.util.Map;

/// The folders of the XDG Base Directory Specification for this user, each with `peercade` below it.
final class UserFolders {

    private UserFolders() {}

    static Path config() {
        return folder(Caller.current().environment(), "XDG_CONFIG_HOME", ".config");
    }

    static Path data() {
        return folder(Caller.current().environment(), "XDG_DATA_HOME", ".local/share");
    }

    /// The specification says that a relative path in one of its variables is to be ignored.
    static Path folder(Map<String, String> environment, String variable, String fallback) {
        String value = environment.getOrDefault(variable, "");
        Path base = !value.isEmpty() && Path.of(value).isAbsolute()
                ? Path.of(value)
                : Path.of(System.getProperty("user.home")).resolve(fallback);
        return base.resolve("peercade");
    }
}
