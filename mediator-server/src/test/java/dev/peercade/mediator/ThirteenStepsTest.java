package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import org.junit.jupiter.api.Test;

/// The whole process as the mediator sees it, in the order in which it happens, by REST alone.
class ThirteenStepsTest {

    @Test
    void theThirteenStepsLeadFromASessionToAPictureAndACheatGetsNothing() {
        RunningMediator mediator = TestMediator.shared();

        // 1: both authenticate (the STUN half of this step passes by the API)
        Caller streamer = Caller.registered(mediator, "streamer");
        Caller viewer = Caller.registered(mediator, "viewer");
        Caller cheat = Caller.registered(mediator, "cheat");

        // 2
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Blitz " + Caller.suffix(), null, null))
                .as(StreamingSession.class);
        assertThat(session.status()).isEqualTo(SessionStatus.NEW);

        // 3
        Endpoint streamersEnd = Endpoints.at("203.0.113.10", 40_000);
        cheat.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.66", 6_666), session.id())
                .isProblem(ProblemCode.FORBIDDEN);
        StreamingSession ready = streamer.put(MediatorApi.SESSION_ENDPOINT, streamersEnd, session.id())
                .as(StreamingSession.class);
        assertThat(ready.status()).isEqualTo(SessionStatus.READY);

        // 4A: nobody yet
        assertThat(readyRequests(streamer, session).items()).isEmpty();

        // 4B
        Page<StreamingSession> list =
                viewer.get(MediatorApi.SESSIONS + "?query=" + session.title()).as(Page.class, StreamingSession.class);
        assertThat(list.items()).containsExactly(ready);

        // 5
        viewer.get(MediatorApi.SESSION_ENDPOINT, session.id()).isProblem(ProblemCode.FORBIDDEN);
        ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);
        assertThat(request.status()).isEqualTo(RequestStatus.NEW);
        assertThat(request.streamer()).as("who is admitted need not ask for it").isEqualTo(generation(streamersEnd, 1));

        // 6
        Endpoint viewersEnd = Endpoints.at("198.51.100.20", 50_000);
        cheat.put(MediatorApi.VIEW_REQUEST_ENDPOINT, viewersEnd, request.id()).isProblem(ProblemCode.NOT_FOUND);
        ViewRequest pushed = viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, viewersEnd, request.id())
                .as(ViewRequest.class);
        assertThat(pushed.endpoint()).as("shown only to the streamer").isNull();
        assertThat(pushed.streamer()).as("shown in step 5 only").isNull();

        // 7
        cheat.get(MediatorApi.SESSION_ENDPOINT, session.id()).isProblem(ProblemCode.FORBIDDEN);
        Endpoint fetched =
                viewer.get(MediatorApi.SESSION_ENDPOINT, session.id()).as(Endpoint.class);
        assertThat(fetched).isEqualTo(generation(streamersEnd, 1));

        // 8
        viewer.put(MediatorApi.VIEW_REQUEST_STATUS, change(RequestStatus.PROCESSED), request.id())
                .isProblem(ProblemCode.FORBIDDEN);
        viewer.put(MediatorApi.VIEW_REQUEST_STATUS, change(RequestStatus.READY), request.id())
                .ok();

        // 9
        cheat.get(MediatorApi.SESSION_VIEW_REQUESTS, session.id()).isProblem(ProblemCode.FORBIDDEN);
        ViewRequest received = readyRequests(streamer, session).items().getFirst();
        assertThat(received.id()).isEqualTo(request.id());
        assertThat(received.endpoint()).isEqualTo(generation(viewersEnd, 1));

        // 10, and beside it 11, which passes by the mediator
        cheat.put(MediatorApi.VIEW_REQUEST_STATUS, change(RequestStatus.PROCESSED), request.id())
                .isProblem(ProblemCode.NOT_FOUND);
        streamer.put(MediatorApi.VIEW_REQUEST_STATUS, change(RequestStatus.PROCESSED), request.id())
                .ok();
        StreamingSession active = viewer.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class);
        assertThat(active.status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(active.viewers()).isEqualTo(1);

        // 12
        cheat.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                .isProblem(ProblemCode.FORBIDDEN);
        StreamingSession finished = streamer.put(
                        MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                .as(StreamingSession.class);
        assertThat(finished.status()).isEqualTo(SessionStatus.FINISHED);
        assertThat(finished.endReason()).isEqualTo(EndReason.ENDED);

        // 13
        ViewRequest closed = viewer.get(MediatorApi.VIEW_REQUEST, request.id()).as(ViewRequest.class);
        assertThat(closed.status()).isEqualTo(RequestStatus.CLOSED);
        assertThat(closed.closeReason()).isEqualTo(CloseReason.SESSION_FINISHED);
        viewer.get(MediatorApi.SESSION_ENDPOINT, session.id()).isProblem(ProblemCode.FORBIDDEN);
        assertThat(streamer.get(MediatorApi.VIEW_REQUEST, request.id())
                        .as(ViewRequest.class)
                        .endpoint())
                .as("erased at the end")
                .isNull();
    }

    private static Page<ViewRequest> readyRequests(Caller streamer, StreamingSession session) {
        return streamer.get(MediatorApi.SESSION_VIEW_REQUESTS + "?statuses=READY", session.id())
                .as(Page.class, ViewRequest.class);
    }

    private static RequestStatusChange change(RequestStatus status) {
        return new RequestStatusChange(status);
    }

    private static Endpoint generation(Endpoint endpoint, int generation) {
        return new Endpoint(
                endpoint.host(),
                endpoint.port(),
                endpoint.candidates(),
                endpoint.userFragment(),
                endpoint.password(),
                endpoint.fingerprint(),
                endpoint.media(),
                generation);
    }
}
