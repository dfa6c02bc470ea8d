package dev.peercade.model.peer;

import java.util.Locale;

/// What a token is for.
public enum TokenKind {
    /// Bearer of the polls: short-lived.
    ACCESS,
    /// What a desktop app keeps instead of the password: long-lived, good only for `POST /tokens`.
    DEVICE;

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
