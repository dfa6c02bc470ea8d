/// Connectivity checks, consent and the choice of a path (RFC 8445, RFC 7675), sans-IO, over one socket.
///
/// What is left out for now: relayed candidates, several components, trickling from our side, restarts other than
/// by a new peer, role conflicts other than answering 487, frozen foundations (one socket has one base, so each
/// remote address is one pair).
@NullMarked
package dev.peercade.peer.punch;

import org.jspecify.annotations.NullMarked;
