package dev.peercade.mediator.request;

import dev.peercade.mediator.web.Cursor;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where view requests are kept. A change of status is one conditional update that names the expected status and
/// tells whether it won.
public interface ViewRequestDataService {

    /// Keeps a NEW request; false when its viewer has an open one on this session.
    boolean insert(StoredRequest request);

    Optional<StoredRequest> find(UUID id);

    Optional<StoredRequest> openOf(UUID sessionId, UUID viewerId);

    int countOpenOfViewer(UUID viewerId);

    int countOpenOfSession(UUID sessionId);

    /// Oldest first.
    List<StoredRequest> list(UUID sessionId, Set<RequestStatus> statuses, @Nullable Cursor cursor, int limit);

    boolean changeStatus(UUID id, RequestStatus expected, RequestStatus next);

    /// Makes the request CLOSED and erases its endpoint.
    boolean close(UUID id, RequestStatus expected, CloseReason reason, Instant now);

    /// Closes all open requests of a session; says which these were.
    Set<UUID> closeAll(UUID sessionId, CloseReason reason, Instant now);

    /// Changes the admission of an open request.
    boolean admit(UUID id, AdmissionState expected, AdmissionState next);

    /// Keeps a new endpoint of an open request and raises its generation.
    boolean putEndpoint(UUID id, Endpoint endpoint);

    boolean anyProcessed(UUID sessionId);

    void bar(UUID sessionId, UUID viewerId);

    boolean isBarred(UUID sessionId, UUID viewerId);

    /// Whom a change of the session concerns beside its streamer: viewers with an open request, and those whose
    /// request ended with the session.
    ///
    /// @param admittedOnly only those with an open and admitted request
    Set<UUID> viewers(UUID sessionId, boolean admittedOnly);

    List<OpenRequest> open();

    /// Removes at most `limit` requests that were CLOSED before then; says how many.
    int removeClosed(Instant before, int limit);

    /// A request that is not CLOSED.
    record OpenRequest(UUID id, UUID viewerId, RequestStatus status, AdmissionState admission) {}
}
