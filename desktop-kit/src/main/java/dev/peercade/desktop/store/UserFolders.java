package dev.peercade.desktop.store;

import java.nio.file.Path;
import java.util.Map;

/// The folders of the XDG Base Directory Specification for a user, each with `peercade` below it.
public record UserFolders(Path config, Path data) {

    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(
                folder(environment, "XDG_CONFIG_HOME", ".config"),
                folder(environment, "XDG_DATA_HOME", ".local/share"));
    }

    /// The specification says that a relative path in one of its variables is to be ignored.
    private static Path folder(Map<String, String> environment, String variable, String fallback) {
        String value = environment.getOrDefault(variable, "");
        Path base = !value.isEmpty() && Path.of(value).isAbsolute()
                ? Path.of(value)
                : Path.of(System.getProperty("user.home")).resolve(fallback);
        return base.resolve("peercade");
    }
}
