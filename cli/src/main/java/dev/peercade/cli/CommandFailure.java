package dev.peercade.cli;

/// A command cannot go on.
///
/// The message is one sentence with what happened; the remedy one with what to do about it.
final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

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

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }
}
