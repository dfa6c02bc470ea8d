package dev.peercade.mediator.session;

import dev.peercade.model.session.StreamingSession;
import java.util.UUID;

/// A streaming session and whose it is.
public record StoredSession(StreamingSession session, UUID streamerId) {

    public UUID id() {
        return session.id();
    }
}
