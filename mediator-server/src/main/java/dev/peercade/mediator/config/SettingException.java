package dev.peercade.mediator.config;

import org.jspecify.annotations.Nullable;

/// The mediator cannot start because of what its options or its environment say.
public final class SettingException extends StartException {

    private static final long serialVersionUID = 1L;

    SettingException(String message, String remedy) {
        this(message, remedy, null);
    }

    SettingException(String message, String remedy, @Nullable Throwable cause) {
        super(message, remedy, cause);
    }
}
