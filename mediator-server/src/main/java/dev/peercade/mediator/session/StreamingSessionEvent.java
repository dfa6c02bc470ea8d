package dev.peercade.mediator.session;

import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.StreamingSession;
import java.util.UUID;

/// What happens to sessions, published inside the transaction that makes it happen.
public sealed interface StreamingSessionEvent {

    UUID sessionId();

    /// A session is being finished: who keeps something that hangs on it ends that in this very transaction.
    record Finishing(UUID sessionId, EndReason reason) implements StreamingSessionEvent {}

    record Changed(StreamingSession session, UUID streamerId) implements StreamingSessionEvent {
        @Override
        public UUID sessionId() {
            return session.id();
        }
    }

    /// The streamer has given an endpoint, its first or another one.
    record EndpointPushed(UUID sessionId) implements StreamingSessionEvent {}
}
