package dev.peercade.mediator.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.request.ViewRequestEvent;
import dev.peercade.mediator.session.StreamingSessionEvent;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the push channel does with changes that come in a bad order, and with one that it cannot tell.
class SignalHubTest {

    private final RunningMediator mediator = TestMediator.shared();
    private final SignalHub hub = TestMediator.bean(mediator, SignalHub.class);

    /// Two transactions may commit in one order and hand over in the other.
    @Test
    void aChangeThatIsHandedOverLateTellsTheStateThatStandsNow() {
        Caller streamer = Caller.registered(mediator, "late");
        StreamingSession ready = ready(streamer);
        try (PushListener list = listener(Caller.registered(mediator, "late-l"))) {
            list.send(new SignalMessage.SubscribeSessions(true));
            awaitSubscribed();
            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), ready.id())
                    .ok();
            assertThat(status(list, ready.id())).isEqualTo("FINISHED");

            hub.sessionEvent(new StreamingSessionEvent.Changed(ready, UUID.randomUUID()));

            assertThat(status(list, ready.id())).isEqualTo("FINISHED");
        }
    }

    @Test
    void theEndOfASessionThatWasNeverListedIsToldToItsStreamerOnly() {
        Caller streamer = Caller.registered(mediator, "hidden");
        try (PushListener own = listener(streamer);
                PushListener list = listener(Caller.registered(mediator, "hidden-l"))) {
            list.send(new SignalMessage.SubscribeSessions(true));
            awaitSubscribed();
            StreamingSession hidden = created(streamer);
            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), hidden.id())
                    .ok();
            StreamingSession next = ready(streamer);

            assertThat(status(own, hidden.id())).isEqualTo("FINISHED");
            String told;
            do {
                told = list.await(SignalType.SESSION_CHANGED).path("sessionId").asString();
                assertThat(told).isNotEqualTo(hidden.id().toString());
            } while (!told.equals(next.id().toString()));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a fault that the types exclude stands for those that they do not
    void aChangeThatCannotBeToldIsCountedAndTheNextOneIsTold() {
        MeterRegistry meters = TestMediator.bean(mediator, MeterRegistry.class);
        double before = meters.counter("peercade.signal.failed").count();
        Caller streamer = Caller.registered(mediator, "fault");
        try (PushListener own = listener(streamer)) {
            hub.requestEvent(new ViewRequestEvent.Changed(null));
            hub.sessionEvent(new StreamingSessionEvent.Changed(null, UUID.randomUUID()));

            StreamingSession session = ready(streamer);

            assertThat(status(own, session.id())).isEqualTo("READY");
            assertThat(meters.counter("peercade.signal.failed").count() - before)
                    .isEqualTo(2);
            assertThat(hub.isRunning()).isTrue();
        }
    }

    private void awaitSubscribed() {
        SignalChannels channels = TestMediator.bean(mediator, SignalChannels.class);
        org.awaitility.Awaitility.await().until(() -> channels.all().stream().anyMatch(SignalChannel::subscribed));
    }

    private static String status(PushListener listener, UUID session) {
        JsonNode message;
        do {
            message = listener.await(SignalType.SESSION_CHANGED);
        } while (!message.path("sessionId").asString().equals(session.toString()));
        return message.at("/data/session/status").asString();
    }

    private PushListener listener(Caller caller) {
        return PushListener.authenticated(
                mediator, String.valueOf(caller.authorization()).substring("Bearer ".length()));
    }

    private static StreamingSession ready(Caller streamer) {
        return streamer.put(
                        MediatorApi.SESSION_ENDPOINT,
                        Endpoints.at("203.0.113.10", 40_000),
                        created(streamer).id())
                .as(StreamingSession.class);
    }

    private static StreamingSession created(Caller streamer) {
        return streamer.post(MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Order", null, null))
                .as(StreamingSession.class);
    }
}
