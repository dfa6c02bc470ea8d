/// Connectivity checks, consent and the choice of a path (RFC 8445, RFC 7675), sans-IO, over one socket.
///
/// Bases are the one socket and up to a few allocations on relays ([dev.peercade.peer.punch.turn]). Candidates
/// trickle: those of further endpoints with the same user fragment are added, another user fragment is another agent
/// (a restart).
///
/// What is left out, and why: several components (everything shares one port), frozen foundations (RFC 8445, section
/// 6.1.2.6 spreads the checks of many streams; here are few, and they are paced).
@NullMarked
package dev.peercade.peer.punch;

import org.jspecify.annotations.NullMarked;
