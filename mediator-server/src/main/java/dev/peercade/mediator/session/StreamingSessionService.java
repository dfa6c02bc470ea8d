package dev.peercade.mediator.session;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.game.GameService;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The life of streaming sessions: steps 2, 3, 4B and 12 of the protocol.
@Service
public class StreamingSessionService {

    private static final int PAGE = 50;
    private static final int REMOVED_AT_ONCE = 500;

    private final StreamingSessionDataService sessions;
    private final StreamingSessionFieldAccessValidator validator;
    private final GameService games;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    StreamingSessionService(
            StreamingSessionDataService sessions,
            StreamingSessionFieldAccessValidator validator,
            GameService games,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sessions = sessions;
        this.validator = validator;
        this.games = games;
        this.events = events;
        this.clock = clock;
    }

    /// Step 2: a NEW session.
    ///
    /// @throws ProblemException INVALID_FIELD or SESSION_ALREADY_OPEN, and for a game that is new what
    /// [GameService#named(UUID, String)] throws
    @Transactional
    public StreamingSession create(PeerPrincipal streamer, NewStreamingSession wish) {
        validator.checkNew(wish);
        // Before any session is locked, so that those who wait for each other do so in one order.
        Game game = games.named(streamer.id(), wish.game());
        Optional<UUID> unfinished = sessions.unfinishedOf(streamer.id());
        if (unfinished.isPresent() && Boolean.TRUE.equals(wish.replace())) {
            sessions.lock(unfinished.get()).ifPresent(old -> finish(old, EndReason.REPLACED));
        }
        StoredSession stored = new StoredSession(
                new StreamingSession(
                        UUID.randomUUID(),
                        streamer.userName(),
                        game,
                        wish.title().strip(),
                        wish.admission() == null ? Admission.OPEN : wish.admission(),
                        SessionStatus.NEW,
                        0,
                        now(),
                        null,
                        null),
                streamer.id(),
                false);
        if (!sessions.insert(stored)) {
            throw new ProblemException(ProblemCode.SESSION_ALREADY_OPEN, "You have a session that is not finished.");
        }
        return stored.session();
    }

    /// @throws ProblemException NOT_FOUND
    public StoredSession get(UUID id) {
        return sessions.find(id).orElseThrow(StreamingSessionService::unknown);
    }

    /// Locks the session until the caller's transaction ends.
    ///
    /// @throws ProblemException NOT_FOUND
    @Transactional
    public StoredSession lock(UUID id) {
        return sessions.lock(id).orElseThrow(StreamingSessionService::unknown);
    }

    /// Step 4B.
    public Page<StreamingSession> list(SessionFilter filter) {
        List<StreamingSession> rows = sessions.list(filter, PAGE + 1).stream()
                .map(StoredSession::session)
                .toList();
        return Cursor.page(rows, PAGE, last -> new Cursor(last.createdAt(), last.id()));
    }

    /// Step 3: the streamer's endpoint; makes a NEW session READY.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION or INVALID_ENDPOINT
    @Transactional
    public StreamingSession pushEndpoint(PeerPrincipal peer, UUID id, Endpoint endpoint) {
        StoredSession stored = lock(id);
        Endpoint kept = validator.checkEndpoint(stored, peer.id(), endpoint);
        SessionStatus status = stored.session().status();
        SessionStatus next = status == SessionStatus.NEW ? SessionStatus.READY : status;
        if (!sessions.putEndpoint(id, status, next, kept)) {
            throw lost();
        }
        events.publishEvent(new StreamingSessionEvent.EndpointPushed(id));
        return status == next ? stored.session() : tell(id);
    }

    /// The streamer's endpoint, for whom the caller has found to have a right to it.
    public Optional<Endpoint> endpoint(UUID id) {
        return sessions.endpoint(id);
    }

    /// Step 12.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN or ILLEGAL_TRANSITION
    @Transactional
    public StreamingSession changeStatus(PeerPrincipal peer, UUID id, SessionStatusChange change) {
        StoredSession stored = lock(id);
        validator.checkStatus(stored, peer.id(), change);
        if (!finish(stored, EndReason.ENDED)) {
            throw lost();
        }
        return get(id).session();
    }

    /// The session as it is now; empty when it has been removed.
    public Optional<StoredSession> find(UUID id) {
        return sessions.find(id);
    }

    /// Removes a portion of the sessions that ended before then, with all that hangs on them; says how many.
    @Transactional
    public int removeFinished(Instant before) {
        return sessions.removeFinished(before, REMOVED_AT_ONCE);
    }

    /// Makes an unfinished session FINISHED because its streamer is silent.
    @Transactional
    public void finishLost(UUID id) {
        sessions.lock(id).ifPresent(stored -> finish(stored, EndReason.STREAMER_LOST));
    }

    /// Follows the requests: ACTIVE with the first that is PROCESSED, READY again without. The caller holds the
    /// session's lock.
    @Transactional
    public void follow(UUID id, boolean watched) {
        SessionStatus expected = watched ? SessionStatus.READY : SessionStatus.ACTIVE;
        sessions.changeStatus(id, expected, watched ? SessionStatus.ACTIVE : SessionStatus.READY);
        tell(id);
    }

    public List<StreamingSessionDataService.OpenSession> unfinished() {
        return sessions.unfinished();
    }

    private boolean finish(StoredSession stored, EndReason reason) {
        SessionStatus status = stored.session().status();
        if (!status.canBecome(SessionStatus.FINISHED) || !sessions.finish(stored.id(), status, reason, now())) {
            return false;
        }
        events.publishEvent(new StreamingSessionEvent.Finishing(stored.id(), reason));
        tell(stored.id());
        return true;
    }

    private StreamingSession tell(UUID id) {
        StoredSession stored = get(id);
        events.publishEvent(new StreamingSessionEvent.Changed(stored.session(), stored.streamerId()));
        return stored.session();
    }

    private Instant now() {
        // PostgreSQL keeps microseconds; what is answered now must equal what is read later.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no session with this id.");
    }

    private static ProblemException lost() {
        return new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The session has changed meanwhile.");
    }
}
