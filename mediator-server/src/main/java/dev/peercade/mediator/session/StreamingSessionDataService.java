package dev.peercade.mediator.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where streaming sessions are kept. A change of status is one conditional update that names the expected status and
/// tells whether it won.
public interface StreamingSessionDataService {

    /// Keeps a NEW session; false when its streamer has an unfinished one.
    boolean insert(StoredSession session);

    Optional<StoredSession> find(UUID id);

    /// Finds a session and makes others who lock it wait until this transaction ends. Everything that changes a
    /// session together with its requests begins with this, so that both are always locked in the same order.
    Optional<StoredSession> lock(UUID id);

    Optional<UUID> unfinishedOf(UUID streamerId);

    boolean changeStatus(UUID id, SessionStatus expected, SessionStatus next);

    /// Makes the session FINISHED and erases its endpoint and thumbnail.
    boolean finish(UUID id, SessionStatus expected, EndReason reason, Instant now);

    /// Keeps a new endpoint and raises its generation; false when the status was not the expected one.
    boolean putEndpoint(UUID id, SessionStatus expected, SessionStatus next, Endpoint endpoint);

    Optional<Endpoint> endpoint(UUID id);

    /// False when the session is finished.
    boolean putThumbnail(UUID id, Thumbnail thumbnail);

    Optional<Thumbnail> thumbnail(UUID id);

    /// Newest first.
    List<StoredSession> list(SessionFilter filter, int limit);

    List<OpenSession> unfinished();

    /// Removes at most `limit` sessions that were FINISHED before then and have no open request, with their requests
    /// and who is barred from them; says how many sessions.
    int removeFinished(Instant before, int limit);

    /// A session that is not FINISHED.
    record OpenSession(UUID id, UUID streamerId) {}
}
