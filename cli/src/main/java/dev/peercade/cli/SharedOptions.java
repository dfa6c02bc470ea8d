package dev.peercade.cli;

import picocli.CommandLine.Option;

/// What every command understands.
final class SharedOptions {

    @Option(
            names = "--json",
            description =
                    "One JSON object a line on standard output; all other text goes to standard error. Implies --headless.")
    boolean json;

    @Option(names = "--headless", description = "Open no window, though there is a display.")
    boolean headless;

    @Option(names = "--verbose", description = "Log what happens inside, and show stack traces.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    /// Whether a window may be opened.
    boolean windowed() {
        return !headless && !json && Caller.current().hasDisplay();
    }

    Output output() {
        return Output.toTerminal(json);
    }
}
