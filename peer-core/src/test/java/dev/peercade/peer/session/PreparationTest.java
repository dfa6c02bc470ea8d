package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may go wrong in steps 1 to 7, in virtual time, and what a person reads of it.
@NullUnmarked
class PreparationTest {

    private static final TransportAddress STREAMER = SimNet.address(10, 1, 0, 2, 5000);
    private static final TransportAddress VIEWER = SimNet.address(10, 2, 0, 2, 5000);

    private final SimWorld world = new SimWorld(21);

    private SimWorld.Streamer streamer() {
        return world.new Streamer(STREAMER, null, Admission.OPEN, true);
    }

    private SimWorld.Viewer viewer(UUID session) {
        return world.new Viewer("viewer", VIEWER, null, session, true);
    }

    private UUID openSession() {
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(2));
        return streamer.session();
    }

    private void silenceStun() {
        world.stun = new InetSocketAddress(InetAddress.ofLiteral("9.9.9.8"), 3478);
    }

    private void until(BooleanSupplier done) {
        for (int ms = 0; !done.getAsBoolean() && ms < 60_000; ms++) {
            world.clock.advance(Duration.ofMillis(1));
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    private static MediatorFailure overload(Duration retryAfter) {
        return new MediatorFailure("too-many-requests", "Too many.", "Wait.", true, retryAfter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://192.168.3.7", "https://100.64.0.7", "https://[fd12:3456::7]", "https://[fe80::7]"})
    void aSilentStunServerIsToldAndPeersOfTheSameNetworkStillMeet(String nearby) {
        world.mediatorAt = URI.create(nearby);
        silenceStun();
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(streamer.of(StreamerEvent.PublicAddressUnknown.class))
                .containsExactly(new StreamerEvent.PublicAddressUnknown(true));
        SimWorld.Viewer viewer = viewer(streamer.session());
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.of(ViewerEvent.PublicAddressUnknown.class)).hasSize(1);
        assertThat(viewer.pictures).isPositive();
    }

    @Test
    void aMediatorWithoutAStunServerIsToldSo() {
        world.mediatorAt = URI.create("https://10.9.9.9");
        world.stun = null;
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(streamer.of(StreamerEvent.PublicAddressUnknown.class))
                .containsExactly(new StreamerEvent.PublicAddressUnknown(false));
        assertThat(streamer.session()).isNotNull();
    }

    @Test
    void nothingIsToldWhereTheAddressIsKnown() {
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(streamer.of(StreamerEvent.PublicAddressUnknown.class)).isEmpty();
    }

    @Test
    void withAMediatorFarAwayAnUnknownAddressIsTheEnd() {
        silenceStun();
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(5));
        SessionEnd end = streamer.of(StreamerEvent.Ended.class).getFirst().end();
        assertThat(end.code()).isEqualTo("no-public-address");
        assertThat(end.message()).contains("STUN server did not answer");
        assertThat(end.remedy()).contains("--stun-server");
        assertThat(world.mediator.sessions()).isEmpty();
    }

    @Test
    void aStreamerOfAnotherCodecIsToldAsThatAndNotAsANetworkFault() {
        UUID session = openSession();
        Endpoint endpoint = world.mediator.endpoint(session);
        world.mediator.replaceEndpoint(
                session,
                new Endpoint(
                        endpoint.host(),
                        endpoint.port(),
                        endpoint.candidates(),
                        endpoint.userFragment(),
                        endpoint.password(),
                        endpoint.fingerprint(),
                        new MediaDescription(
                                List.of(new MediaDescription.Codec("AV1", 96, 90_000, null, null)), List.of()),
                        null));
        SimWorld.Viewer viewer = viewer(session);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(viewer.end().code()).isEqualTo("no-common-codec");
        assertThat(viewer.end().message()).contains("H.264");
        assertThat(viewer.end().remedy()).isNotEmpty();
        assertThat(world.mediator.requests().getFirst().status()).isEqualTo(RequestStatus.CLOSED);
    }

    @Test
    void aNewEndpointOfTheStreamerIsReadAfterThePushChannelWasAway() {
        UUID session = openSession();
        SimWorld.Viewer viewer = viewer(session);
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(viewer.pictures).isPositive();
        world.mediator.breakChannels();
        TransportAddress moved = SimNet.address(192, 0, 2, 50, 6000);
        Endpoint endpoint = world.mediator.endpoint(session);
        Endpoint another = new Endpoint(
                "192.0.2.50",
                6000,
                List.of(new Candidate(CandidateKind.HOST, 99, "1", "192.0.2.50", 6000)),
                "anotheru",
                endpoint.password(),
                endpoint.fingerprint(),
                endpoint.media(),
                null);
        world.mediator.replaceEndpoint(session, world.identities.of("streamer").sign(another, session));
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(world.net.log()).anyMatch(passed -> passed.to().equals(moved));
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
        // Nobody answers there.
        world.clock.advance(Duration.ofSeconds(20));
        assertThat(viewer.end().code()).isEqualTo("no-path");
    }

    /// The same user fragment again names further candidates at most.
    @Test
    void whoPushesTheSameEndpointAgainIsWatchedOnWithoutAGap() throws Exception {
        UUID session = openSession();
        SimWorld.Viewer viewer = viewer(session);
        world.clock.advance(Duration.ofSeconds(3));
        var streamer = world.mediator.as("streamer");
        var request = streamer.openRequests(session).getFirst();
        int before = viewer.pictures;
        streamer.pushSessionEndpoint(session, world.mediator.endpoint(session));
        world.mediator.as("viewer").pushRequestEndpoint(request.id(), request.endpoint());
        world.clock.advance(Duration.ofSeconds(30));
        assertThat(viewer.of(ViewerEvent.Stalled.class)).isEmpty();
        assertThat(viewer.pictures - before).isGreaterThan(590);
    }

    @Test
    void endingWhileTheSessionIsBeingCreatedLeavesNoneBehind() {
        SimWorld.Streamer streamer = streamer();
        until(() -> world.mediator.calls("createSession") == 1);
        streamer.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().code())
                .isEqualTo("ended");
        assertThat(world.mediator.sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.status()).isEqualTo(SessionStatus.FINISHED));
    }

    @Test
    void leavingWhileTheRequestIsBeingMadeLeavesNoneBehind() {
        UUID session = openSession();
        SimWorld.Viewer viewer = viewer(session);
        until(() -> world.mediator.calls("createRequest") == 1);
        viewer.tell(new ViewerInput.LeaveAsked());
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(viewer.end().code()).isEqualTo("left");
        assertThat(world.mediator.requests()).singleElement().satisfies(request -> {
            assertThat(request.status()).isEqualTo(RequestStatus.CLOSED);
            assertThat(request.closeReason()).isEqualTo(CloseReason.LEFT);
        });
    }

    @Test
    void endingDoesNotWaitForACallThatHasFailed() {
        world.mediator.fail("createSession", overload(Duration.ofSeconds(9)), 1);
        SimWorld.Streamer streamer = streamer();
        until(() -> world.mediator.calls("createSession") == 1);
        world.clock.advance(Duration.ofMillis(50));
        streamer.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofMillis(300));
        assertThat(streamer.engine.isFinished()).isTrue();
        assertThat(world.mediator.calls("createSession")).isEqualTo(1);
    }

    /// Every call of the way in, overloaded twice in a row.
    @Test
    void passingFailuresOnTheWayInAreOutlived() {
        for (String call : List.of("authenticate", "createSession", "pushSessionEndpoint")) {
            SimWorld other = new SimWorld(22);
            other.mediator.fail(call, overload(null), 2);
            SimWorld.Streamer streamer = other.new Streamer(STREAMER, null, Admission.OPEN, true);
            other.clock.advance(Duration.ofSeconds(6));
            assertThat(streamer.of(StreamerEvent.SessionOpened.class)).as(call).hasSize(1);
            assertThat(other.mediator.session(streamer.session()).status())
                    .as(call)
                    .isEqualTo(SessionStatus.READY);
        }
        UUID session = openSession();
        int seat = 2;
        for (String call :
                List.of("authenticate", "session", "createRequest", "pushRequestEndpoint", "sessionEndpoint")) {
            world.mediator.fail(call, overload(null), 2);
            SimWorld.Viewer viewer =
                    world.new Viewer(call, SimNet.address(10, 2, 0, ++seat, 5000), null, session, true);
            world.clock.advance(Duration.ofSeconds(9));
            assertThat(viewer.of(ViewerEvent.Ended.class)).as(call).isEmpty();
            assertThat(viewer.pictures).as(call).isPositive();
        }
    }

    @Test
    void theAddressIsLearntAnewWhereTheMediatorWasTooBusyToNameItsStunServer() {
        world.mediatorAt = URI.create("https://10.9.9.9");
        world.stun = null;
        world.mediator.fail("info", overload(null), 2);
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(streamer.of(StreamerEvent.SessionOpened.class)).hasSize(1);
    }

    @Test
    void aWishToBeLeftAloneIsHonoured() {
        world.mediator.fail("authenticate", overload(Duration.ofSeconds(7)), 1);
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofMillis(6900));
        assertThat(world.mediator.calls("authenticate")).isEqualTo(1);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(streamer.of(StreamerEvent.SessionOpened.class)).hasSize(1);
    }

    @Test
    void aWishForLongerThanThePreparationEndsItAtOnceWithThoseWords() {
        world.mediator.fail("authenticate", overload(Duration.ofMinutes(2)), 1);
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().code())
                .isEqualTo("too-many-requests");
    }

    @Test
    void aMediatorThatNeverAnsweredIsGivenUpWithinThreeSeconds() {
        world.mediator.setDown(true);
        SimWorld.Streamer streamer = streamer();
        SimWorld.Viewer viewer = viewer(new UUID(1, 1));
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().code())
                .isEqualTo("unreachable");
        assertThat(viewer.end().code()).isEqualTo("unreachable");
        assertThat(world.mediator.calls("authenticate")).isBetween(3, 8);
    }

    @Test
    void aMediatorThatRestartsMeanwhileIsWaitedFor() {
        UUID session = openSession();
        SimWorld.Viewer viewer = viewer(session);
        until(() -> world.mediator.calls("createRequest") == 1);
        world.mediator.setDown(true);
        world.clock.advance(Duration.ofSeconds(12));
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
        world.mediator.setDown(false);
        world.clock.advance(Duration.ofSeconds(8));
        assertThat(viewer.pictures).isPositive();
    }

    @Test
    void whatDoesNotPassEndsAtOnce() {
        world.mediator.fail("authenticate", new MediatorFailure("unauthenticated", "No.", "Sign in.", false), 1);
        SimWorld.Streamer streamer = streamer();
        world.clock.advance(Duration.ofMillis(500));
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().code())
                .isEqualTo("unauthenticated");
    }
}
