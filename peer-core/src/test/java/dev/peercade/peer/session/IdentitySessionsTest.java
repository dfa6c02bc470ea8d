package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// PROTOCOL, rule 4: a mediator that lies can refuse, but not listen in.
@NullUnmarked
class IdentitySessionsTest {

    private static final TransportAddress STREAMER = SimNet.address(9, 1, 0, 2, 5000);
    private static final TransportAddress VIEWER = SimNet.address(9, 2, 0, 2, 5000);

    private final SimWorld world = new SimWorld(4);

    private SimWorld.Streamer stream(Admission admission) {
        SimWorld.Streamer streamer = world.new Streamer(STREAMER, null, admission, true);
        world.clock.advance(Duration.ofSeconds(2));
        return streamer;
    }

    private SimWorld.Viewer watch(UUID session) {
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, null, session, true);
        world.clock.advance(Duration.ofSeconds(3));
        return viewer;
    }

    private void meetOnce() {
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        SimWorld.Viewer viewer = watch(streamer.session());
        assertThat(viewer.pictures).isPositive();
        streamer.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofSeconds(10));
    }

    @Test
    void whoHasTheSameKeyAsLastTimeIsMetWithoutAWord() {
        meetOnce();
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        assertThat(watch(streamer.session()).pictures).isPositive();
        assertThat(streamer.of(StreamerEvent.IdentityDoubted.class)).isEmpty();
    }

    @Test
    void aStreamerWithAnotherKeyIsNotWatchedUntilThatIsAccepted() {
        meetOnce();
        world.identities.move("streamer");
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        SimWorld.Viewer viewer = watch(streamer.session());
        assertThat(viewer.pictures).isZero();
        assertThat(viewer.end().code()).isEqualTo("identity-changed");
        assertThat(viewer.end().remedy()).contains("--accept-identity streamer");

        world.identities.of("viewer").others().forget("streamer");
        assertThat(watch(streamer.session()).pictures).isPositive();
    }

    @Test
    void aStreamerWhoseKeyIsGoneIsNotWatchedEither() throws Exception {
        meetOnce();
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        var seat = world.mediator.as("streamer");
        seat.pushSessionEndpoint(
                streamer.session(), world.mediator.endpoint(streamer.session()).signedBy(null));
        assertThat(watch(streamer.session()).end().code()).isEqualTo("identity-missing");
    }

    @Test
    void aFingerprintThatTheMediatorHasExchangedIsSeen() throws Exception {
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        Endpoint told = world.mediator.endpoint(streamer.session());
        Endpoint exchanged = new Endpoint(
                told.host(),
                told.port(),
                told.candidates(),
                told.userFragment(),
                told.password(),
                "sha-256 " + "AB:".repeat(31) + "AB",
                told.media(),
                told.relayLatencies(),
                told.identity(),
                null);
        world.mediator.as("streamer").pushSessionEndpoint(streamer.session(), exchanged);
        SimWorld.Viewer viewer = watch(streamer.session());
        assertThat(viewer.end().code()).isEqualTo("identity-forged");
        assertThat(viewer.pictures).isZero();
    }

    /// What was signed for one session is worth nothing in the next.
    @Test
    void anEndpointOfAnEarlierSessionIsSeen() throws Exception {
        SimWorld.Streamer earlier = stream(Admission.OPEN);
        Endpoint old = world.mediator.endpoint(earlier.session());
        earlier.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofSeconds(10));
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        world.mediator.as("streamer").pushSessionEndpoint(streamer.session(), old.ofGeneration(null));
        assertThat(watch(streamer.session()).end().code()).isEqualTo("identity-forged");
    }

    /// The list has said anna, and the session's row says another, whose key nobody remembers.
    @Test
    void whoIsNotTheOneThatWasPickedIsNotWatched() {
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        SessionChoice anna = new SessionChoice(streamer.session(), "anna");
        SimWorld.Viewer viewer = world.new Viewer("viewer", List.of(new SimNet.Line(VIEWER, null)), anna, true);
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(viewer.pictures).isZero();
        assertThat(viewer.end().code()).isEqualTo("identity-forged");
        assertThat(viewer.end().message()).contains("streamer", "anna");

        SessionChoice picked = new SessionChoice(streamer.session(), "STREAMER");
        SimWorld.Viewer right = world.new Viewer("viewer", List.of(new SimNet.Line(VIEWER, null)), picked, true);
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(right.pictures).isPositive();
    }

    @Test
    void whereEverybodyMayWatchAViewerWithAnotherKeyIsWorthAWord() {
        meetOnce();
        world.identities.move("viewer");
        SimWorld.Streamer streamer = stream(Admission.OPEN);
        assertThat(watch(streamer.session()).pictures).isPositive();
        assertThat(streamer.of(StreamerEvent.IdentityDoubted.class))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.code()).isEqualTo("identity-changed"));
    }

    @Test
    void whereTheStreamerDecidesAViewerWithAnotherKeyIsNotServed() {
        meetOnce();
        world.identities.move("viewer");
        SimWorld.Streamer streamer = stream(Admission.ASK);
        SimWorld.Viewer viewer = watch(streamer.session());
        UUID request =
                streamer.of(StreamerEvent.AdmissionAsked.class).getFirst().request();
        streamer.tell(new StreamerInput.AdmissionGiven(request, true));
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(streamer.of(StreamerEvent.IdentityDoubted.class)).hasSize(1);
        assertThat(viewer.pictures).isZero();
        assertThat(viewer.end().code()).as("told, not left waiting").isEqualTo("dropped");
    }
}
