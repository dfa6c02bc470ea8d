package dev.peercade.cli;

import picocli.CommandLine.Option;

/// What every command understands.
final class SharedOptions {

    @Option(
            names = "--json",
            description =
                    "One JSON object a line on standard output; all other text goes to standard error. Implies --headless.")
    boolean json;

    @Option(names = "--headless", description = "Open no window. (There are none yet: accepted for scripts.)")
    boolean headless;

    @Option(names = "--verbose", description = "Log what happens inside, and show stack traces.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    Output output() {
        return Output.toTerminal(json);
    }
}
