package dev.peercade.mediator.session.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.session.SessionFilter;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.mediator.web.RateLimit;
import dev.peercade.mediator.web.StatusList;
import dev.peercade.mediator.web.WriteRates;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Streaming sessions: steps 2, 3, 4B and 12.
@RestController
final class StreamingSessionController {

    private static final int SEARCH_MAX = 140;

    private final StreamingSessionService sessions;
    private final RateLimit<UUID> made;

    StreamingSessionController(StreamingSessionService sessions, WriteRates rates) {
        this.sessions = sessions;
        this.made = new RateLimit<>(rates.sessions());
    }

    @GetMapping(MediatorApi.SESSIONS)
    Page<StreamingSession> list(
            @AuthenticationPrincipal PeerPrincipal peer,
            @RequestParam(required = false) @Nullable String statuses,
            @RequestParam(required = false) @Nullable String game,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String cursor) {
        FieldProblems problems = new FieldProblems();
        problems.optionalLine(game, SEARCH_MAX, "game");
        problems.optionalLine(query, SEARCH_MAX, "query");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        EnumSet<SessionStatus> wanted =
                StatusList.parse(statuses, SessionStatus.class, EnumSet.of(SessionStatus.READY, SessionStatus.ACTIVE));
        return sessions.list(new SessionFilter(wanted, peer.id(), game, query, Cursor.parse(cursor)));
    }

    @PostMapping(path = MediatorApi.SESSIONS, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    StreamingSession create(@AuthenticationPrincipal PeerPrincipal peer, @RequestBody NewStreamingSession session) {
        made.take(peer.id(), "You have made too many sessions.");
        return sessions.create(peer, session);
    }

    @GetMapping(MediatorApi.SESSION)
    StreamingSession get(@PathVariable UUID id) {
        return sessions.get(id).session();
    }

    @PutMapping(path = MediatorApi.SESSION_ENDPOINT, consumes = MediaType.APPLICATION_JSON_VALUE)
    StreamingSession pushEndpoint(
            @AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id, @RequestBody Endpoint endpoint) {
        return sessions.pushEndpoint(peer, id, endpoint);
    }

    @PutMapping(path = MediatorApi.SESSION_STATUS, consumes = MediaType.APPLICATION_JSON_VALUE)
    StreamingSession changeStatus(
            @AuthenticationPrincipal PeerPrincipal peer,
            @PathVariable UUID id,
            @RequestBody SessionStatusChange change) {
        return sessions.changeStatus(peer, id, change);
    }
}
