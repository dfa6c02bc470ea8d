package dev.peercade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peercade.model.report.CommandEvent;
import java.io.PrintStream;

/// Where a command tells what happens. Thread-safe.
interface Output {

    /// JSON is UTF-8 whatever the terminal is (RFC 8259, section 8.1).
    static Output toTerminal(boolean json) {
        return json
                ? new JsonOutput(new PrintStream(System.out, false, UTF_8), System.err)
                : new TextOutput(System.out, System.err);
    }

    void show(CommandEvent event);

    /// Text for people: goes to standard output in text mode, to standard error beside `--json`.
    void say(String text);

    /// What a person should know beside the result: goes to standard error.
    void warn(String text);
}
