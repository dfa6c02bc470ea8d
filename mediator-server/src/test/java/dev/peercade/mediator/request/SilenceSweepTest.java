package dev.peercade.mediator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.sign.SignsOfLife;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A sweep on a clock of the test's own, over a real mediator's real database.
class SilenceSweepTest {

    private final RunningMediator mediator = TestMediator.shared();
    private final AtomicLong nanos = new AtomicLong();
    private final SignsOfLife signs = new SignsOfLife(nanos::get);
    private final SilenceSweep sweep = new SilenceSweep(
            TestMediator.bean(mediator, StreamingSessionService.class),
            TestMediator.bean(mediator, ViewRequestService.class),
            signs,
            nanos::get);
    private final Caller streamer = Caller.registered(mediator, "sweep-s");
    private final Caller viewer = Caller.registered(mediator, "sweep-v");

    @Test
    void aStreamerThatIsSilentFor30SecondsLosesItsSessionAndItsViewersAreTold() {
        StreamingSession session = ready(Admission.OPEN);
        ViewRequest request = join(session);

        passWithSigns(30, request);
        assertThat(read(session).status()).isEqualTo(SessionStatus.READY);
        passWithSigns(4, request);

        StreamingSession lost = read(session);
        assertThat(lost.status()).isEqualTo(SessionStatus.FINISHED);
        assertThat(lost.endReason()).isEqualTo(EndReason.STREAMER_LOST);
        assertThat(read(request).closeReason()).isEqualTo(CloseReason.SESSION_FINISHED);
    }

    @Test
    void aViewerThatIsSilentFor30SecondsIsLostAndTheSessionIsReadyAgain() {
        StreamingSession session = ready(Admission.OPEN);
        ViewRequest request = join(session);
        status(viewer, request, RequestStatus.READY);
        status(streamer, request, RequestStatus.PROCESSED);
        assertThat(read(session).status()).isEqualTo(SessionStatus.ACTIVE);

        passWithSigns(36, session);

        assertThat(read(request).closeReason()).isEqualTo(CloseReason.VIEWER_LOST);
        assertThat(read(session).status()).isEqualTo(SessionStatus.READY);
    }

    @Test
    void aRequestThatNobodyServesExpiresAfterAMinuteAndAServedOneNever() {
        StreamingSession session = ready(Admission.OPEN);
        ViewRequest served = join(session);
        status(viewer, served, RequestStatus.READY);
        status(streamer, served, RequestStatus.PROCESSED);
        Caller waiting = Caller.registered(mediator, "sweep-w");
        ViewRequest unserved = waiting.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);

        passAlive(58, session, served, unserved);
        assertThat(waiting.get(MediatorApi.VIEW_REQUEST, unserved.id())
                        .as(ViewRequest.class)
                        .status())
                .isEqualTo(RequestStatus.NEW);
        passAlive(8, session, served, unserved);

        assertThat(waiting.get(MediatorApi.VIEW_REQUEST, unserved.id())
                        .as(ViewRequest.class)
                        .closeReason())
                .isEqualTo(CloseReason.EXPIRED);
        assertThat(read(served).status()).isEqualTo(RequestStatus.PROCESSED);
    }

    @Test
    void aViewerWaitsTenMinutesForTheStreamersLeaveAndThenAMinuteToBeServed() {
        StreamingSession session = ready(Admission.ASK);
        ViewRequest request = join(session);

        passAlive(590, session, request);
        assertThat(read(request).status()).isEqualTo(RequestStatus.NEW);
        streamer.put(MediatorApi.VIEW_REQUEST_ADMISSION, new AdmissionDecision(true), request.id())
                .ok();
        passAlive(50, session, request);
        assertThat(read(request).status()).isEqualTo(RequestStatus.NEW);
        passAlive(20, session, request);
        assertThat(read(request).closeReason()).isEqualTo(CloseReason.EXPIRED);
    }

    @Test
    void whatTheMediatorCouldNotHearEndsNothing() {
        StreamingSession session = ready(Admission.OPEN);
        ViewRequest request = join(session);
        passAlive(20, session, request);

        // Stopped for an hour, such as a suspended machine.
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        sweep.sweep();
        passWithSigns(28);

        assertThat(read(session).status()).isEqualTo(SessionStatus.READY);
        assertThat(read(request).status()).isEqualTo(RequestStatus.NEW);

        // A new process counts from its own start.
        SilenceSweep restarted = new SilenceSweep(
                TestMediator.bean(mediator, StreamingSessionService.class),
                TestMediator.bean(mediator, ViewRequestService.class),
                new SignsOfLife(nanos::get),
                nanos::get);
        restarted.sweep();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        restarted.sweep();
        assertThat(read(session).status()).isEqualTo(SessionStatus.READY);
    }

    @Test
    void theMemoryOfSignsShrinksWithWhatHasEnded() {
        StreamingSession session = ready(Admission.OPEN);
        passWithSigns(34);
        assertThat(read(session).status()).isEqualTo(SessionStatus.FINISHED);
        passWithSigns(62);
        assertThat(signs.size()).isZero();
    }

    /// Lets time pass in steps of the sweep; what is given is heard of at each.
    private void passWithSigns(int seconds, @Nullable Object... alive) {
        for (int passed = 0; passed < seconds; passed += 2) {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            for (Object one : alive) {
                switch (one) {
                    case StreamingSession session -> signs.sign(session.id());
                    case ViewRequest request -> signs.sign(request.id());
                    case null, default -> {}
                }
            }
            sweep.sweep();
        }
    }

    private void passAlive(int seconds, Object... alive) {
        passWithSigns(seconds, alive);
    }

    private StreamingSession ready(Admission admission) {
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Silence", admission, true))
                .as(StreamingSession.class);
        return streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                .as(StreamingSession.class);
    }

    private ViewRequest join(StreamingSession session) {
        ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);
        viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at("198.51.100.20", 50_000), request.id())
                .ok();
        return request;
    }

    private static void status(Caller caller, ViewRequest request, RequestStatus status) {
        caller.put(MediatorApi.VIEW_REQUEST_STATUS, new RequestStatusChange(status), request.id())
                .ok();
    }

    private StreamingSession read(StreamingSession session) {
        return viewer.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class);
    }

    private ViewRequest read(ViewRequest request) {
        return viewer.get(MediatorApi.VIEW_REQUEST, request.id()).as(ViewRequest.class);
    }
}
