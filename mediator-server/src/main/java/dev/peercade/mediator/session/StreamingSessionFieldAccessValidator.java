package dev.peercade.mediator.session;

import dev.peercade.mediator.endpoint.EndpointValidator;
import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Who may set which field of a streaming session from which status. Ownership comes before status, so that a
/// stranger learns nothing of the latter.
@Component
final class StreamingSessionFieldAccessValidator {

    private final EndpointValidator endpoints;

    StreamingSessionFieldAccessValidator(EndpointValidator endpoints) {
        this.endpoints = endpoints;
    }

    void checkNew(NewStreamingSession wish) {
        FieldProblems problems = new FieldProblems();
        problems.requireLine(wish.game(), Game.NAME_MAX, "game");
        problems.requireLine(wish.title(), StreamingSession.TITLE_MAX, "title");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
    }

    void checkOwner(StoredSession stored, UUID peerId) {
        if (!stored.streamerId().equals(peerId)) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "This session is another peer's.");
        }
    }

    /// The endpoint as it may be kept.
    Endpoint checkEndpoint(StoredSession stored, UUID peerId, Endpoint endpoint) {
        checkOwner(stored, peerId);
        checkUnfinished(stored);
        return endpoints.check(endpoint);
    }

    void checkThumbnail(StoredSession stored, UUID peerId) {
        checkOwner(stored, peerId);
        checkUnfinished(stored);
    }

    void checkStatus(StoredSession stored, UUID peerId, SessionStatusChange change) {
        checkOwner(stored, peerId);
        FieldProblems problems = new FieldProblems();
        problems.require(change.status() != null, "status", "is missing");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        SessionStatus now = stored.session().status();
        if (change.status() != SessionStatus.FINISHED || !now.canBecome(SessionStatus.FINISHED)) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_TRANSITION,
                    "A session that is " + now + " cannot be made " + change.status() + " by a peer.");
        }
    }

    private static void checkUnfinished(StoredSession stored) {
        if (stored.session().status() == SessionStatus.FINISHED) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The session is FINISHED.");
        }
    }
}
