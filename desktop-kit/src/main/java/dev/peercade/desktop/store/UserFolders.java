package dev.peercade.desktop.store;

import dev.peercade.desktop.bus.SessionBus;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a user's things lie, by the user's own environment: the folders of the XDG Base Directory Specification, each
/// with `peercade` below it, and the bus by which the keyring is reached.
///
/// @param bus null where there is none
public record UserFolders(Path config, Path data, @Nullable SessionBus bus) {

    public static UserFolders of(Map<String, String> environment) {
        return new UserFolders(
                folder(environment, "XDG_CONFIG_HOME", ".config"),
                folder(environment, "XDG_DATA_HOME", ".local/share"),
                SessionBus.of(environment));
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
