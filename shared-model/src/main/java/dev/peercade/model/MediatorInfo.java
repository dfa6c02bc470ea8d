package dev.peercade.model;

import org.jspecify.annotations.Nullable;

/// What a mediator says of itself to anyone.
///
/// @param version the mediator's version
/// @param registrationOpen whether `POST /peers` makes accounts for anyone
/// @param stunPort the UDP port of the embedded STUN responder on the mediator's own host, or null where it is off
/// @param relayNodes how many relay nodes can be used now
/// @param relayKey with which it signs the records of its relay nodes: an Ed25519 public key (RFC 8410, X.509 encoding)
///     in Base64; null from a mediator that knows no relay nodes
public record MediatorInfo(
        String version,
        boolean registrationOpen,
        @Nullable Integer stunPort,
        int relayNodes,
        @Nullable String relayKey) {}
