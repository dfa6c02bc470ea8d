package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller.Answer;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Two calls at the same moment, many times: exactly one wins, and session and requests always agree.
class RaceTest {

    private static final int ROUNDS = 25;

    private final RunningMediator mediator = TestMediator.shared();
    private final Caller streamer = Caller.registered(mediator, "race-s");
    private final Caller viewer = Caller.registered(mediator, "race-v");

    @Test
    void twoClaimsOfOneRequestHaveOneWinner() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ViewRequest request = readyRequest(viewer, ready());
            List<Answer> answers = race(
                    () -> status(streamer, request, RequestStatus.PROCESSED),
                    () -> status(streamer, request, RequestStatus.PROCESSED));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
        }
    }

    @Test
    void leavingAndServingAtOnceLeaveTheSessionInAgreementWithItsRequest() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StreamingSession session = ready();
            ViewRequest request = readyRequest(viewer, session);
            List<Answer> answers = race(
                    () -> status(streamer, request, RequestStatus.PROCESSED),
                    () -> status(viewer, request, RequestStatus.CLOSED));
            assertThat(answers.get(1).status()).as("leaving always succeeds").isEqualTo(200);
            assertThat(answers.getFirst().status()).isIn(200, 409);
            assertThat(read(session).status()).isEqualTo(SessionStatus.READY);
        }
    }

    @Test
    void oneViewerComesWhileTheOtherLeavesAndTheSessionStaysActive() throws Exception {
        Caller second = Caller.registered(mediator, "race-w");
        for (int round = 0; round < ROUNDS; round++) {
            StreamingSession session = ready();
            ViewRequest leaving = readyRequest(viewer, session);
            status(streamer, leaving, RequestStatus.PROCESSED).ok();
            ViewRequest coming = readyRequest(second, session);
            List<Answer> answers = race(
                    () -> status(streamer, coming, RequestStatus.PROCESSED),
                    () -> status(viewer, leaving, RequestStatus.CLOSED));
            assertThat(answers).extracting(Answer::status).containsExactly(200, 200);
            assertThat(read(session).status()).isEqualTo(SessionStatus.ACTIVE);
            assertThat(read(session).viewers()).isEqualTo(1);
        }
    }

    @Test
    void finishingWhileARequestIsServedLeavesNothingOpen() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StreamingSession session = ready();
            ViewRequest request = readyRequest(viewer, session);
            List<Answer> answers = race(
                    () -> status(streamer, request, RequestStatus.PROCESSED),
                    () -> streamer.put(
                            MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id()));
            assertThat(answers.get(1).status()).isEqualTo(200);
            assertThat(read(session).status()).isEqualTo(SessionStatus.FINISHED);
            assertThat(viewer.get(MediatorApi.VIEW_REQUEST, request.id())
                            .as(ViewRequest.class)
                            .status())
                    .isEqualTo(RequestStatus.CLOSED);
        }
    }

    @Test
    void twoSessionsOfOnePeerAtOnceHaveOneWinner() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            finishAll();
            NewStreamingSession wish = new NewStreamingSession("Race " + Caller.suffix(), "Race", null, null);
            List<Answer> answers = race(
                    () -> streamer.post(MediatorApi.SESSIONS, wish), () -> streamer.post(MediatorApi.SESSIONS, wish));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void replacingTwiceAtOnceLeavesOneUnfinishedSession() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ready();
            NewStreamingSession wish = new NewStreamingSession("Chess", "Race", null, true);
            List<Answer> answers = race(
                    () -> streamer.post(MediatorApi.SESSIONS, wish), () -> streamer.post(MediatorApi.SESSIONS, wish));
            assertThat(answers).extracting(Answer::status).contains(201).isSubsetOf(201, 409);
            assertThat(unfinished()).hasSize(1);
        }
    }

    @Test
    void askingTwiceAtOnceGivesTheSameRequest() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StreamingSession session = ready();
            Callable<Answer> ask = () -> viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id());
            List<Answer> answers = race(ask, ask);
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 200);
            UUID first = answers.getFirst().as(ViewRequest.class).id();
            assertThat(answers.getLast().as(ViewRequest.class).id()).isEqualTo(first);
        }
    }

    @SafeVarargs
    private static List<Answer> race(Callable<Answer>... calls) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(calls.length);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (Callable<Answer> call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private StreamingSession ready() {
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Race", null, true))
                .as(StreamingSession.class);
        return streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                .as(StreamingSession.class);
    }

    private static ViewRequest readyRequest(Caller viewer, StreamingSession session) {
        ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);
        viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at("198.51.100.20", 50_000), request.id())
                .ok();
        return status(viewer, request, RequestStatus.READY).as(ViewRequest.class);
    }

    private static Answer status(Caller caller, ViewRequest request, RequestStatus status) {
        return caller.put(MediatorApi.VIEW_REQUEST_STATUS, new RequestStatusChange(status), request.id());
    }

    private StreamingSession read(StreamingSession session) {
        return streamer.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class);
    }

    private List<StreamingSession> unfinished() {
        Page<StreamingSession> page = streamer.get(
                        MediatorApi.SESSIONS + "?statuses=NEW,READY,ACTIVE&query=" + streamer.name())
                .as(Page.class, StreamingSession.class);
        return page.items();
    }

    private void finishAll() {
        for (StreamingSession session : unfinished()) {
            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();
        }
    }
}
