package dev.peercade.peer.session;

/// What a viewer wants to see, and how.
public record ViewerSettings(SessionChoice session, ConnectOptions connect) {}
