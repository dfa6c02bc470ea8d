package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;

/// Where a command tells what happens. Thread-safe.
interface Output {

    void show(CommandEvent event);

    /// Text for people: goes to standard output in text mode, to standard error beside `--json`.
    void say(String text);
}
