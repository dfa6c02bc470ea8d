package dev.peercade.peer.session;

import dev.peercade.model.session.StreamingSession;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a user has picked to see.
///
/// @param streamer whose session it was when it was picked, or null where only its id is known: then whoever streams
///     there is watched
public record SessionChoice(UUID id, @Nullable String streamer) {

    public static SessionChoice byId(UUID id) {
        return new SessionChoice(id, null);
    }

    /// A row of the list.
    public static SessionChoice of(StreamingSession row) {
        return new SessionChoice(row.id(), row.streamer());
    }
}
