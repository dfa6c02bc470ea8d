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
public record ViewRequest(
        UUID id,
        UUID sessionId,
        String viewer,
        RequestStatus status,
        AdmissionState admission,
        @Nullable Endpoint endpoint,
        Instant createdAt,
        @Nullable CloseReason closeReason) {}
