package dev.peercade.mediator.session;

import dev.peercade.mediator.web.Cursor;
import dev.peercade.model.session.SessionStatus;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which sessions a list shows.
///
/// @param statuses of these only
/// @param asker sees READY and ACTIVE sessions of all peers, others only where they are its own
/// @param game the game's name regardless of case, or null for all
/// @param query a part of the title, of the game's name or of the streamer's, regardless of case, or null for all
/// @param cursor after which the list goes on, or null for its beginning
public record SessionFilter(
        Set<SessionStatus> statuses,
        UUID asker,
        @Nullable String game,
        @Nullable String query,
        @Nullable Cursor cursor) {}
