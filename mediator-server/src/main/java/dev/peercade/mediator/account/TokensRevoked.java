package dev.peercade.mediator.account;

import java.util.Set;
import java.util.UUID;

/// Published in the transaction that removes tokens: what was opened with them has to close.
public record TokensRevoked(Set<UUID> tokenIds) {}
