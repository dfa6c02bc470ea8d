package dev.peercade.mediator.config;

import org.jspecify.annotations.Nullable;

/// The mediator cannot start. The message is one sentence for a person; so is the remedy.
public class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public StartException(String message, String remedy) {
        this(message, remedy, null);
    }

    public StartException(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /// What a person can do about it.
    public String remedy() {
        return remedy;
    }
}
