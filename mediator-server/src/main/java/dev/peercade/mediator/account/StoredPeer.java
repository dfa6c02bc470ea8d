package dev.peercade.mediator.account;

import java.time.Instant;
import java.util.UUID;

/// An account as it is kept.
///
/// @param passwordHash with the algorithm's id in braces in front
public record StoredPeer(UUID id, String userName, String passwordHash, Instant createdAt) {

    /// Hashes stay out of every log.
    @Override
    public String toString() {
        return "StoredPeer[id=" + id + ", userName=" + userName + "]";
    }
}
