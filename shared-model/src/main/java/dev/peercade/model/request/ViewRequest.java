package dev.peercade.model.request;

import dev.peercade.model.peer.Endpoint;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A viewer's wish to see a session.
///
/// @param viewer the viewer's user name
/// @param endpoint the viewer's; shown only to the session's streamer, and null before step 6 and after the close
/// @param closeReason set exactly when CLOSED
/// @param streamer the streamer's endpoint, in the answer to step 5 of a viewer that is admitted at once: it is what
///     step 7 would ask for; null in all other places
public record ViewRequest(
        UUID id,
        UUID sessionId,
        String viewer,
        RequestStatus status,
        AdmissionState admission,
        @Nullable Endpoint endpoint,
        Instant createdAt,
        @Nullable CloseReason closeReason,
        @Nullable Endpoint streamer) {

    public ViewRequest(
            UUID id,
            UUID sessionId,
            String viewer,
            RequestStatus status,
            AdmissionState admission,
            @Nullable Endpoint endpoint,
            Instant createdAt,
            @Nullable CloseReason closeReason) {
        this(id, sessionId, viewer, status, admission, endpoint, createdAt, closeReason, null);
    }

    public ViewRequest withStreamer(@Nullable Endpoint known) {
        return new ViewRequest(id, sessionId, viewer, status, admission, endpoint, createdAt, closeReason, known);
    }
}
