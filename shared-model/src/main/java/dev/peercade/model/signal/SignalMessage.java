package dev.peercade.model.signal;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.StreamingSession;

/// What passes over the push channel. On the wire each is `{v, type, sessionId, requestId, data}` in one text
/// message of at most {@value #BYTES_MAX} bytes: `type` names the record, `data` holds its components, and
/// `sessionId` and `requestId` stand beside it where the message is about one. A channel that breaks loses messages:
/// after a reconnect a client reads again.
public sealed interface SignalMessage {

    int VERSION = 1;
    int BYTES_MAX = 16 * 1024;

    /// First message of a client, within 5 s.
    record Authenticate(String token) implements SignalMessage {
        /// Tokens stay out of every log.
        @Override
        public String toString() {
            return "Authenticate[redacted]";
        }
    }

    /// The mediator's answer to [Authenticate].
    record Welcome(String userName) implements SignalMessage {}

    /// A client asks for changes of the list of sessions (or no longer).
    record SubscribeSessions(boolean on) implements SignalMessage {}

    /// A session of the list changed; sent to subscribers, and to the session's streamer and its viewers.
    record SessionChanged(StreamingSession session) implements SignalMessage {}

    /// A view request changed; sent to its viewer and to its session's streamer (to the latter with the endpoint).
    record RequestChanged(ViewRequest request) implements SignalMessage {}

    /// The streamer pushed a new endpoint; sent to the admitted viewers with an open request.
    record StreamerEndpointChanged(java.util.UUID sessionId, Endpoint endpoint) implements SignalMessage {}

    /// The mediator refuses a message; `code` is a [dev.peercade.model.ProblemCode] in its wire spelling.
    record Refused(String code, String detail) implements SignalMessage {}
}
