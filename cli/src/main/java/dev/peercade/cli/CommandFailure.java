package dev.peercade.cli;

import dev.peercade.desktop.problem.ProblemException;

/// A command cannot go on.
///
/// The message is one sentence with what happened; the remedy one with what to do about it.
final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    static final String NEEDS_TERMINAL = "needs-terminal";

    private final String code;
    private final String remedy;

    CommandFailure(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    CommandFailure(String code, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
    }

    static CommandFailure of(ProblemException e) {
        return new CommandFailure(
                e.problem().code(), e.problem().cause(), e.problem().remedy(), e);
    }

    /// Nothing has been said yet: the launcher runs the command again, in a process that has the terminal.
    static CommandFailure needsTerminal() {
        return new CommandFailure(NEEDS_TERMINAL, "A person has to be asked.", "");
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }
}
