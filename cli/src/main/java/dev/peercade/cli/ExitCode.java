package dev.peercade.cli;

/// What the process tells the shell. Part of the command line's contract: numbers are only ever added.
enum ExitCode {
    OK(0),
    /// Something outside the command's power went wrong; the message says what, and what to do.
    FAILED(1),
    /// The options do not make sense.
    USAGE(2),
    /// The mediator does not accept the user name, the password or the certificate.
    REFUSED(3),
    /// The session, streamer or source that was asked for does not exist (any more).
    NOT_FOUND(4),
    /// No path to the other peer could be opened, or it broke.
    NO_PATH(5),
    /// Between a process that was started ahead of time and `cli/standby.bash` alone.
    NEEDS_TERMINAL(75);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The exit code for a failure's stable code.
    static ExitCode of(String failureCode) {
        return switch (failureCode) {
            case "unauthenticated",
                    "forbidden",
                    "user-name-taken",
                    "registration-closed",
                    "certificate-unknown",
                    "barred",
                    "rejected",
                    "dropped" -> REFUSED;
            case "not-found",
                    "session-not-viewable",
                    "session-finished",
                    "streamer-lost",
                    "source-not-found",
                    "window-hidden",
                    "region-outside",
                    "file-not-found",
                    "no-display" -> NOT_FOUND;
            case "no-path", "no-media", "handshake-failed" -> NO_PATH;
            case "usage" -> USAGE;
            default -> FAILED;
        };
    }
}
