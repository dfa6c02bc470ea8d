package dev.peercade.model.session;

import org.jspecify.annotations.Nullable;

/// Body of `POST /streaming-sessions`.
///
/// @param game the game's name; a new name is created on use
/// @param admission OPEN where null
/// @param replace whether an unfinished session of the same peer is finished first; false where null
public record NewStreamingSession(
        String game,
        String title,
        @Nullable Admission admission,
        @Nullable Boolean replace) {}
