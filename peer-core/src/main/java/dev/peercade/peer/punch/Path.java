package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.wire.TransportAddress;

/// A 5-tuple that has answered an authenticated check; the local end is the one socket.
///
/// @param kind of the remote candidate
/// @param roundTripMs of the latest check
public record Path(TransportAddress remote, CandidateKind kind, double roundTripMs) {}
