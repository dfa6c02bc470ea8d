package dev.peercade.model.peer;

import java.time.Instant;
import java.util.UUID;

/// Answer of `POST /tokens`: the only time that the mediator shows the secret.
public record IssuedToken(UUID id, TokenKind kind, String token, Instant expiresAt) {

    /// Tokens stay out of every log.
    @Override
    public String toString() {
        return "IssuedToken[id=" + id + ", kind=" + kind + ", expiresAt=" + expiresAt + "]";
    }
}
