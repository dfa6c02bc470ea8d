package dev.peercade.node;

import org.jspecify.annotations.Nullable;

/// A relay node cannot run.
///
/// The message is one sentence with what happened; the remedy one with what to do about it.
public final class NodeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String remedy;

    NodeException(String code, String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
    }

    NodeException(String code, String message, String remedy) {
        this(code, message, remedy, null);
    }

    /// Stable, for scripts.
    public String code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
