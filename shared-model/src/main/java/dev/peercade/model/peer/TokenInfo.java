package dev.peercade.model.peer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `GET /tokens`.
public record TokenInfo(UUID id, TokenKind kind, @Nullable String label, Instant createdAt, Instant expiresAt) {}
