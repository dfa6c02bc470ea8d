package dev.peercade.mediator.request;

import dev.peercade.mediator.endpoint.EndpointValidator;
import dev.peercade.mediator.session.StoredSession;
import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.session.SessionStatus;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Who may set which field of a view request from which status. Who asks comes before the status, so that a stranger
/// learns nothing of the latter.
@Component
final class ViewRequestFieldAccessValidator {

    private final EndpointValidator endpoints;

    ViewRequestFieldAccessValidator(EndpointValidator endpoints) {
        this.endpoints = endpoints;
    }

    /// What this peer is to the request.
    ///
    /// @throws ProblemException NOT_FOUND for strangers: a request is nobody's business but of its two parties
    Party party(StoredRequest stored, UUID peerId) {
        if (stored.viewerId().equals(peerId)) {
            return Party.VIEWER;
        }
        if (stored.streamerId().equals(peerId)) {
            return Party.STREAMER;
        }
        throw unknown();
    }

    static ProblemException unknown() {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no view request with this id.");
    }

    void checkStreamerOf(StoredSession session, UUID peerId) {
        if (!session.streamerId().equals(peerId)) {
            throw forbidden("This session is another peer's.");
        }
    }

    /// @param barred whether the streamer has removed this viewer
    void checkNew(StoredSession session, UUID peerId, boolean barred) {
        if (session.streamerId().equals(peerId)) {
            throw new ProblemException(ProblemCode.OWN_SESSION, "This session is your own.");
        }
        if (barred) {
            throw new ProblemException(ProblemCode.BARRED, "The streamer has removed you from this session.");
        }
        SessionStatus status = session.session().status();
        if (status != SessionStatus.READY && status != SessionStatus.ACTIVE) {
            throw new ProblemException(
                    ProblemCode.SESSION_NOT_VIEWABLE,
                    status == SessionStatus.NEW ? "The session is still being opened." : "The session has ended.");
        }
    }

    /// The endpoint as it may be kept.
    Endpoint checkEndpoint(StoredRequest stored, Party party, Endpoint endpoint) {
        if (party != Party.VIEWER) {
            throw forbidden("Only the viewer gives this endpoint.");
        }
        if (!stored.open()) {
            throw closed();
        }
        return endpoints.check(endpoint);
    }

    void checkAdmission(StoredRequest stored, Party party) {
        if (party != Party.STREAMER) {
            throw forbidden("Only the streamer admits viewers.");
        }
        if (!stored.open()) {
            throw closed();
        }
        if (stored.request().admission() != AdmissionState.PENDING) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The viewer has been answered before.");
        }
    }

    /// Whether a viewer may have the streamer's endpoint.
    void checkAdmitted(StoredRequest stored) {
        if (stored.request().admission() != AdmissionState.ADMITTED) {
            throw new ProblemException(ProblemCode.AWAITING_APPROVAL, "The streamer has not admitted you yet.");
        }
    }

    void checkStatus(StoredRequest stored, Party party, RequestStatusChange change) {
        FieldProblems problems = new FieldProblems();
        problems.require(change.status() != null, "status", "is missing");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        RequestStatus next = change.status();
        if (next == RequestStatus.READY && party != Party.VIEWER) {
            throw forbidden("Only the viewer says that it is READY.");
        }
        if (next == RequestStatus.PROCESSED && party != Party.STREAMER) {
            throw forbidden("Only the streamer says that a request is PROCESSED.");
        }
        if (!stored.status().canBecome(next)) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_TRANSITION,
                    "A view request that is " + stored.status() + " cannot become " + next + ".");
        }
        if (next == RequestStatus.READY) {
            checkAdmitted(stored);
            if (stored.request().endpoint() == null) {
                throw new ProblemException(ProblemCode.ENDPOINT_MISSING, "The view request has no endpoint yet.");
            }
        }
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemCode.FORBIDDEN, detail);
    }

    private static ProblemException closed() {
        return new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The view request is CLOSED.");
    }
}
