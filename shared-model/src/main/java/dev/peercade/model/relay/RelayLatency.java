package dev.peercade.model.relay;

import java.util.UUID;

/// How far a relay node is from a peer, as that peer has measured it.
///
/// @param latencyMs round trip, the median of several; 0 to 60,000
public record RelayLatency(UUID node, double latencyMs) {}
