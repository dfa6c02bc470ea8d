package dev.peercade.model;

import org.jspecify.annotations.Nullable;

/// What a mediator says of itself to anyone.
///
/// @param version the mediator's version
/// @param registrationOpen whether `POST /peers` makes accounts for anyone
/// @param stunPort the UDP port of the embedded STUN responder on the mediator's own host, or null where it is off
public record MediatorInfo(
        String version, boolean registrationOpen, @Nullable Integer stunPort) {}
