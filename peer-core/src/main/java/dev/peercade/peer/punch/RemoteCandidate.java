package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.wire.TransportAddress;

/// Where a peer says that it can be reached.
///
/// @param priority of RFC 8445, section 5.1.2; higher is better
public record RemoteCandidate(TransportAddress address, CandidateKind kind, long priority) {}
