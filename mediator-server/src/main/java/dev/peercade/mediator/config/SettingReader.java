package dev.peercade.mediator.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads the values of [Setting]s from an environment and refuses what makes no sense with a sentence.
final class SettingReader {

    private final Map<String, String> environment;

    SettingReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The value, or the default where it is unset or blank.
    String text(Setting setting) {
        String value = environment.getOrDefault(setting.variable(), "").strip();
        return value.isEmpty() ? setting.defaultText() : value;
    }

    int port(Setting setting) throws StartException {
        String value = text(setting);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw refused(setting, value, "Give a number from 0 to 65535.", e);
        }
        throw refused(setting, value, "Give a number from 0 to 65535.", null);
    }

    OptionalInt portOrOff(Setting setting) throws StartException {
        return text(setting).equalsIgnoreCase("off") ? OptionalInt.empty() : OptionalInt.of(port(setting));
    }

    /// Whether the value is the first of two words.
    boolean choice(Setting setting, String yes, String no) throws StartException {
        String value = text(setting);
        if (value.equalsIgnoreCase(yes)) {
            return true;
        }
        if (value.equalsIgnoreCase(no)) {
            return false;
        }
        throw refused(setting, value, "Give `" + yes + "` or `" + no + "`.", null);
    }

    @Nullable
    Path pathOrNull(Setting setting) throws StartException {
        String value = environment.getOrDefault(setting.variable(), "").strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw refused(setting, value, "Give the path of a file or folder.", e);
        }
    }

    Path path(Setting setting, Path fallback) throws StartException {
        Path given = pathOrNull(setting);
        return given == null ? fallback : given;
    }

    private static StartException refused(Setting setting, String value, String remedy, @Nullable Throwable cause) {
        return new StartException(
                setting.variable() + " is `" + value + "`, which makes no sense here.", remedy, cause);
    }
}
