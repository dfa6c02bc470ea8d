package dev.peercade.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Gives every long option an environment variable: `--password-file` is `PEERCADE_PASSWORD_FILE`. What stands on the
/// command line wins.
final class EnvironmentDefaults implements IDefaultValueProvider {

    private final Map<String, String> environment;

    EnvironmentDefaults() {
        this(Caller.current().environment());
    }

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        // Picocli cannot tell a default from a choice between options that exclude each other: see [WatchCommand].
        if (!(arg instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || option.group() != null) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        return value == null || value.isEmpty() ? null : value;
    }

    /// The environment variable of a long option.
    static String variable(String longOption) {
        return "PEERCADE_"
                + longOption.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
