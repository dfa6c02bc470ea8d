package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.sim.FakeMediator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The list of sessions as an app follows it, in virtual time.
@NullUnmarked
class SessionListWatchTest {

    private static final Endpoint ENDPOINT = new Endpoint(
            "192.0.2.1", 1, null, "fragment", "password", "print", new MediaDescription(List.of(), List.of()), 1);

    private final SimWorld world = new SimWorld(1);
    private final Mediator streamer = world.mediator.as("ann");
    private SimWorld.ListFollower ben;

    @BeforeEach
    void follow() {
        ben = world.new ListFollower("ben");
    }

    private UUID publish() throws MediatorFailure {
        UUID session = streamer.createSession(new NewStreamingSession("Doom", "t", null, null))
                .id();
        streamer.pushSessionEndpoint(session, ENDPOINT);
        return session;
    }

    private void pass(Duration time) {
        world.clock.advance(time);
    }

    private List<SessionStatus> statuses() {
        return ben.of(SessionListEvent.Changed.class).stream()
                .map(SessionListEvent.Changed::session)
                .map(StreamingSession::status)
                .toList();
    }

    @Test
    void itIsReadOnceAndThenEveryChangeIsTold() throws Exception {
        pass(Duration.ZERO);
        UUID session = publish();
        streamer.finishSession(session);
        pass(Duration.ofHours(1));
        assertThat(ben.events.getFirst()).isEqualTo(new SessionListEvent.ReadAgain());
        assertThat(statuses()).containsExactly(SessionStatus.READY, SessionStatus.FINISHED);
        assertThat(ben.events).hasSize(3);
    }

    @Test
    void aBrokenChannelIsOpenedAgainWithinASecondAndTheListReadAnew() throws Exception {
        pass(Duration.ZERO);
        world.mediator.breakChannels();
        pass(Duration.ofMillis(499));
        publish();
        pass(Duration.ofSeconds(1));
        publish();
        pass(Duration.ZERO);
        assertThat(ben.events)
                .startsWith(
                        new SessionListEvent.ReadAgain(),
                        new SessionListEvent.Away(),
                        new SessionListEvent.ReadAgain());
        assertThat(statuses()).as("the first one is in the list that is read").containsExactly(SessionStatus.READY);
    }

    @Test
    void aMediatorWithoutChannelsIsAskedTwiceAMinuteAndTheAppToldOnce() {
        world.mediator.setDown(true);
        pass(Duration.ofHours(1));
        assertThat(ben.events).containsExactly(new SessionListEvent.Away());
        assertThat(world.mediator.calls("openListPush")).isBetween(100, 126);
        world.mediator.setDown(false);
        pass(Duration.ofSeconds(31));
        assertThat(ben.events).containsExactly(new SessionListEvent.Away(), new SessionListEvent.ReadAgain());
    }

    @Test
    void whoHasClosedHearsNothingAndLeavesNoChannel() throws Exception {
        pass(Duration.ZERO);
        ben.close();
        pass(Duration.ZERO);
        publish();
        world.mediator.breakChannels();
        pass(Duration.ofHours(1));
        assertThat(ben.events).containsExactly(new SessionListEvent.ReadAgain());
        assertThat(world.mediator.calls("openListPush")).isEqualTo(1);
    }

    @Test
    void withAThreadOfItsOwnItTellsInOrderUntilItIsClosed() throws Exception {
        List<SessionListEvent> events = new CopyOnWriteArrayList<>();
        FakeMediator mediator = new FakeMediator(null);
        LiveSessionListWatch watch = LiveSessionListWatch.start(new SystemClock(), mediator.as("ben"), event -> {
            events.add(event);
            if (event instanceof SessionListEvent.Changed) {
                throw new IllegalStateException("an app's own fault");
            }
        });
        await().until(() -> !events.isEmpty());
        Mediator ann = mediator.as("ann");
        UUID session = ann.createSession(new NewStreamingSession("Doom", "t", null, null))
                .id();
        ann.pushSessionEndpoint(session, ENDPOINT);
        ann.finishSession(session);
        await().until(() -> events.size() == 3);
        assertThat(events.getFirst()).isEqualTo(new SessionListEvent.ReadAgain());
        watch.close();
        await().until(watch::isFinished);
        ann.createSession(new NewStreamingSession("Doom", "t", null, null));
        assertThat(events).hasSize(3);
    }

    @Test
    void anAddressThatCannotBeUsedIsAwayAndNoException() {
        List<SessionListEvent> events = new CopyOnWriteArrayList<>();
        Mediator none = new UnusableMediator(new MediatorFailure("plain-http", "No.", "Use https:.", false));
        LiveSessionListWatch watch = LiveSessionListWatch.start(new SystemClock(), none, events::add);
        await().until(() -> !events.isEmpty());
        assertThat(events).containsExactly(new SessionListEvent.Away());
        watch.close();
    }
}
