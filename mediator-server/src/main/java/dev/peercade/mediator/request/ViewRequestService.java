package dev.peercade.mediator.request;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.session.StoredSession;
import dev.peercade.mediator.session.StreamingSessionEvent;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// The life of view requests: steps 4A to 10 of the protocol. Whatever changes a request's status first locks its
/// session, so that the session's own status always agrees with its requests.
@Service
public class ViewRequestService {

    /// A person watches one, perhaps a few.
    static final int OPEN_PER_VIEWER_MAX = 16;

    /// More than a desktop's uplink serves; keeps what strangers can pile up on one streamer bounded.
    static final int OPEN_PER_SESSION_MAX = 200;

    private static final int PAGE = 50;
    private static final int REMOVED_AT_ONCE = 500;

    private final ViewRequestDataService requests;
    private final ViewRequestFieldAccessValidator validator;
    private final StreamingSessionService sessions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ViewRequestService(
            ViewRequestDataService requests,
            ViewRequestFieldAccessValidator validator,
            StreamingSessionService sessions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.requests = requests;
        this.validator = validator;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /// What came of step 5. Who is admitted is told where the streamer is: a round trip less before its first datagram.
    ///
    /// @param made whether the request is new; false where the viewer's open one is given again
    public record Asked(ViewRequest request, boolean made) {}

    /// Step 5.
    ///
    /// @throws ProblemException NOT_FOUND, OWN_SESSION, BARRED, SESSION_NOT_VIEWABLE or TOO_MANY_REQUESTS
    @Transactional
    public Asked ask(PeerPrincipal viewer, UUID sessionId) {
        StoredSession session = sessions.lock(sessionId);
        validator.checkNew(session, viewer.id(), requests.isBarred(sessionId, viewer.id()));
        var before = requests.openOf(sessionId, viewer.id());
        if (before.isPresent()) {
            return new Asked(withStreamer(before.get().seenBy(Party.VIEWER)), false);
        }
        if (requests.countOpenOfViewer(viewer.id()) >= OPEN_PER_VIEWER_MAX
                || requests.countOpenOfSession(sessionId) >= OPEN_PER_SESSION_MAX) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "You or this session have too many open view requests.",
                    Duration.ofSeconds(10));
        }
        boolean open = session.session().admission() == Admission.OPEN;
        StoredRequest stored = new StoredRequest(
                new ViewRequest(
                        UUID.randomUUID(),
                        sessionId,
                        viewer.userName(),
                        RequestStatus.NEW,
                        open ? AdmissionState.ADMITTED : AdmissionState.PENDING,
                        null,
                        now(),
                        null),
                viewer.id(),
                session.streamerId());
        requests.insert(stored);
        events.publishEvent(new ViewRequestEvent.Changed(stored));
        return new Asked(withStreamer(stored.request()), true);
    }

    private ViewRequest withStreamer(ViewRequest asked) {
        return asked.admission() == AdmissionState.ADMITTED
                ? asked.withStreamer(sessions.endpoint(asked.sessionId()).orElse(null))
                : asked;
    }

    /// Step 4A; with `ask` NEW ones are of interest too.
    ///
    /// @throws ProblemException NOT_FOUND or FORBIDDEN
    public Page<ViewRequest> ofSession(
            PeerPrincipal peer, UUID sessionId, Set<RequestStatus> statuses, @Nullable Cursor cursor) {
        validator.checkStreamerOf(sessions.get(sessionId), peer.id());
        List<ViewRequest> rows = requests.list(sessionId, statuses, cursor, PAGE + 1).stream()
                .map(StoredRequest::request)
                .toList();
        return Cursor.page(rows, PAGE, last -> new Cursor(last.createdAt(), last.id()));
    }

    /// @throws ProblemException NOT_FOUND
    public Seen get(PeerPrincipal peer, UUID id) {
        StoredRequest stored = find(id);
        Party party = validator.party(stored, peer.id());
        return new Seen(stored.seenBy(party), party);
    }

    /// A request as one of its parties sees it.
    public record Seen(ViewRequest request, Party party) {}

    /// Step 6: the viewer's endpoint.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION or INVALID_ENDPOINT
    @Transactional
    public ViewRequest pushEndpoint(PeerPrincipal peer, UUID id, Endpoint endpoint) {
        StoredRequest stored = lock(id);
        Party party = validator.party(stored, peer.id());
        Endpoint kept = validator.checkEndpoint(stored, party, endpoint);
        require(requests.putEndpoint(id, kept));
        return tell(id).seenBy(party);
    }

    /// Step 7: the streamer's endpoint, for a viewer with an open and admitted request.
    ///
    /// All that it reads is of one moment: otherwise a viewer that is removed meanwhile might get what the streamer
    /// gives afterwards.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN, AWAITING_APPROVAL or ENDPOINT_MISSING
    @Transactional(isolation = Isolation.REPEATABLE_READ, readOnly = true)
    public Endpoint streamerEndpoint(PeerPrincipal viewer, UUID sessionId) {
        sessions.get(sessionId);
        StoredRequest stored = requests.openOf(sessionId, viewer.id())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.FORBIDDEN, "Only a viewer with an open view request may see this endpoint."));
        validator.checkAdmitted(stored);
        return sessions.endpoint(sessionId)
                .orElseThrow(
                        () -> new ProblemException(ProblemCode.ENDPOINT_MISSING, "The streamer has no endpoint now."));
    }

    /// @throws ProblemException NOT_FOUND, FORBIDDEN or ILLEGAL_TRANSITION
    @Transactional
    public ViewRequest decide(PeerPrincipal peer, UUID id, AdmissionDecision decision) {
        StoredRequest stored = lock(id);
        Party party = validator.party(stored, peer.id());
        validator.checkAdmission(stored, party);
        AdmissionState next = decision.admit() ? AdmissionState.ADMITTED : AdmissionState.REJECTED;
        require(requests.admit(id, AdmissionState.PENDING, next));
        if (decision.admit()) {
            return tell(id).seenBy(party);
        }
        return close(stored, CloseReason.REJECTED).seenBy(party);
    }

    /// Step 8 (READY, by the viewer), step 10 (PROCESSED, by the streamer), or the end by either.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION, AWAITING_APPROVAL or ENDPOINT_MISSING
    @Transactional
    public ViewRequest changeStatus(PeerPrincipal peer, UUID id, RequestStatusChange change) {
        StoredRequest stored = lock(id);
        Party party = validator.party(stored, peer.id());
        validator.checkStatus(stored, party, change);
        if (change.status() == RequestStatus.CLOSED) {
            CloseReason reason = party == Party.VIEWER ? CloseReason.LEFT : CloseReason.DROPPED;
            return close(stored, reason).seenBy(party);
        }
        require(requests.changeStatus(id, stored.status(), change.status()));
        StoredRequest changed = tell(id);
        if (change.status() == RequestStatus.PROCESSED) {
            sessions.follow(stored.request().sessionId(), true);
        }
        return changed.seenBy(party);
    }

    /// Closes a request whose viewer is silent or that nobody has served in time, if it still is as it was found.
    @Transactional
    public void closeIfStill(ViewRequestDataService.OpenRequest found, CloseReason reason) {
        requests.find(found.id()).ifPresent(before -> {
            StoredRequest stored = lock(before.id());
            if (stored.status() == found.status() && stored.request().admission() == found.admission()) {
                close(stored, reason);
            }
        });
    }

    /// The end of a session ends its requests, in one transaction.
    @EventListener
    void closeWithSession(StreamingSessionEvent.Finishing finishing) {
        for (UUID id : requests.closeAll(finishing.sessionId(), CloseReason.SESSION_FINISHED, now())) {
            tell(id);
        }
    }

    public List<ViewRequestDataService.OpenRequest> open() {
        return requests.open();
    }

    /// The request as it is now, with what only its streamer may see; empty when it has been removed.
    public Optional<StoredRequest> current(UUID id) {
        return requests.find(id);
    }

    /// Removes a portion of the requests that were closed before then; says how many.
    @Transactional
    public int removeClosed(Instant before) {
        return requests.removeClosed(before, REMOVED_AT_ONCE);
    }

    /// Whom a change of a session concerns beside its streamer.
    public Set<UUID> viewers(UUID sessionId, boolean admittedOnly) {
        return requests.viewers(sessionId, admittedOnly);
    }

    private StoredRequest close(StoredRequest stored, CloseReason reason) {
        UUID sessionId = stored.request().sessionId();
        require(requests.close(stored.id(), stored.status(), reason, now()));
        if (reason == CloseReason.DROPPED || reason == CloseReason.REJECTED) {
            requests.bar(sessionId, stored.viewerId());
        }
        StoredRequest closed = tell(stored.id());
        if (stored.status() == RequestStatus.PROCESSED) {
            sessions.follow(sessionId, requests.anyProcessed(sessionId));
        }
        return closed;
    }

    /// The request as it is once its session is locked.
    private StoredRequest lock(UUID id) {
        sessions.lock(find(id).request().sessionId());
        return find(id);
    }

    private StoredRequest find(UUID id) {
        return requests.find(id).orElseThrow(ViewRequestFieldAccessValidator::unknown);
    }

    private StoredRequest tell(UUID id) {
        StoredRequest stored = find(id);
        events.publishEvent(new ViewRequestEvent.Changed(stored));
        return stored;
    }

    private static void require(boolean won) {
        if (!won) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The view request has changed meanwhile.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
