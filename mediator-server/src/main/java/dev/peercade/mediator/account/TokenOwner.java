package dev.peercade.mediator.account;

import java.time.Instant;
import java.util.UUID;

/// What a good token stands for.
public record TokenOwner(UUID tokenId, UUID peerId, String userName, Instant expiresAt) {}
