package dev.peercade.model.relay;

import org.jspecify.annotations.Nullable;

/// A relay node says where it is, once at its start and again whenever the mediator no longer knows it. The
/// components but the last as in [RelayNode]; the same address and port again is the same node.
///
/// @param sharedSecret with which the mediator mints credentials (TURN REST, `static-auth-secret` of coturn): 32 to
///     128 of `a-z A-Z 0-9 + /`, made by the node
public record NewRelayNode(
        @Nullable String ipv4,
        @Nullable String ipv6,
        int port,
        @Nullable Integer tlsPort,
        int agentPort,
        String certificatePin,
        String sharedSecret) {

    /// Secrets stay out of every log.
    @Override
    public String toString() {
        return "NewRelayNode[port=" + port + ", redacted]";
    }
}
