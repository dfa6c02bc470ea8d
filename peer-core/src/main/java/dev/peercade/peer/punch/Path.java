package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;

/// A 5-tuple that has answered an authenticated check.
///
/// @param kind of the remote candidate
/// @param roundTripMs of the latest check
public record Path(FiveTuple tuple, Rung rung, CandidateKind kind, double roundTripMs) {}
