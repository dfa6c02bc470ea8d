package dev.peercade.peer.session;

import java.util.UUID;

/// What a viewer wants to see.
public record ViewerSettings(UUID session, ConnectOptions connect) {}
