package dev.peercade.model.peer;

import java.time.Instant;
import java.util.UUID;

/// An account.
public record Peer(UUID id, String userName, Instant createdAt) {}
