package dev.peercade.model.relay;

import java.time.Instant;

/// Leave to use a relay node for a while: TURN's long-term credential (RFC 8489, section 9.2).
///
/// @param credential the password
/// @param expiresAt by the mediator's clock; what was allocated before may be refreshed until then
public record RelayAccess(RelayNode node, String userName, String credential, Instant expiresAt) {

    /// Credentials stay out of every log.
    @Override
    public String toString() {
        return "RelayAccess[node=" + node.id() + ", redacted]";
    }
}
