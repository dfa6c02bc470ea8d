package dev.peercade.mediator.request;

import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import java.util.UUID;

/// A view request as it is kept, and between whom.
///
/// @param request with the viewer's endpoint, which only the streamer may see
public record StoredRequest(ViewRequest request, UUID viewerId, UUID streamerId) {

    public UUID id() {
        return request.id();
    }

    public RequestStatus status() {
        return request.status();
    }

    public boolean open() {
        return request.status() != RequestStatus.CLOSED;
    }

    /// The request as this party may see it.
    public ViewRequest seenBy(Party party) {
        return party == Party.STREAMER ? request : withoutEndpoint();
    }

    private ViewRequest withoutEndpoint() {
        return new ViewRequest(
                request.id(),
                request.sessionId(),
                request.viewer(),
                request.status(),
                request.admission(),
                null,
                request.createdAt(),
                request.closeReason());
    }
}
