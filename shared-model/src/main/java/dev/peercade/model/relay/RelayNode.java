package dev.peercade.model.relay;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A relay node as the mediator's table holds it: a TURN server with an agent beside it, on the same addresses. At
/// least one of the two addresses is there. The addresses are public and not personal.
///
/// @param ipv4 a literal in its plain spelling, or null
/// @param ipv6 likewise
/// @param port of TURN, over UDP and over TCP
/// @param tlsPort of TURN over TLS, or null where the node offers none
/// @param agentPort TCP, HTTPS: `/server_info`, `/ip-table` and the speed tests
/// @param certificatePin of the certificate that the agent and TURN over TLS present: `sha-256` and 32 upper-case hex
///     bytes with colons
/// @param registeredAt by the mediator's clock
/// @param signature Ed25519 over [#signedText()] with the key that the mediator names in its info, in Base64; so a
///     record that another node hands on is worth as much as the mediator's own word
public record RelayNode(
        UUID id,
        @Nullable String ipv4,
        @Nullable String ipv6,
        int port,
        @Nullable Integer tlsPort,
        int agentPort,
        String certificatePin,
        Instant registeredAt,
        String signature) {

    /// More than these no table holds.
    public static final int TABLE_MAX = 256;

    /// What the signature covers: one line for each component but the signature itself, in this order, an absent one
    /// empty.
    public String signedText() {
        return String.join(
                "\n",
                "peercade-relay-node-1",
                id.toString(),
                ipv4 == null ? "" : ipv4,
                ipv6 == null ? "" : ipv6,
                Integer.toString(port),
                tlsPort == null ? "" : tlsPort.toString(),
                Integer.toString(agentPort),
                certificatePin,
                registeredAt.toString());
    }
}
