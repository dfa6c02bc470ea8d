package dev.peercade.peer.session;

/// Why a session of a peer is over.
///
/// @param code stable, for scripts: `ended`, `left`, `dropped`, `rejected`, `session-finished`, `viewer-lost`,
///     `streamer-lost`, `expired`, `no-path`, `no-media`, `no-common-codec`, `no-public-address`, `handshake-failed`,
///     `internal`, `unauthenticated`, or a problem code of the mediator
/// @param expected whether this is how a session is meant to end; if not, the command fails
/// @param message what happened, in a sentence
/// @param remedy what a person can do about it, in a sentence; empty where nothing needs doing
public record SessionEnd(String code, boolean expected, String message, String remedy) {}
