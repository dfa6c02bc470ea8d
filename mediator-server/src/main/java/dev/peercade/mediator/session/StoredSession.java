package dev.peercade.mediator.session;

import dev.peercade.model.session.StreamingSession;
import java.util.UUID;

/// A streaming session and whose it is.
///
/// @param listed whether others have ever seen it in lists
public record StoredSession(StreamingSession session, UUID streamerId, boolean listed) {

    public UUID id() {
        return session.id();
    }
}
