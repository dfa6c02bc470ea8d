package dev.peercade.mediator.web;

import java.util.OptionalInt;

/// Where the embedded STUN responder listens.
///
/// @param udp empty where there is none
public record StunPort(OptionalInt udp) {}
