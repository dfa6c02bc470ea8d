package dev.peercade.peer.session;

import java.util.UUID;

/// What a viewer wants to see.
///
/// @param push whether the push channel is used beside the polls
public record ViewerSettings(UUID session, boolean push) {}
