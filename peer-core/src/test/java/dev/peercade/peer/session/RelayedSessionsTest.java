package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNat.Behaviour;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.SimRelay;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Whole engines in virtual time where no direct path exists, or not for ever.
@NullUnmarked
class RelayedSessionsTest {

    private static final TransportAddress STREAMER = SimNet.address(10, 1, 0, 2, 5000);
    private static final TransportAddress VIEWER = SimNet.address(10, 2, 0, 2, 5000);
    private static final byte[] STREAMER_PUBLIC = {(byte) 198, 51, 100, 1};
    private static final byte[] VIEWER_PUBLIC = {(byte) 198, 51, 100, 2};

    private static SimNat symmetric(byte[] ip) {
        return new SimNat(ip, Behaviour.ADDRESS_AND_PORT_DEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT);
    }

    private static SimNat portRestricted(byte[] ip) {
        return new SimNat(ip, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT);
    }

    private final SimWorld world = new SimWorld(21);
    private final SimRelay first = new SimRelay(world.net, 1);
    private final SimRelay second = new SimRelay(world.net, 2);

    private void offerRelays() {
        world.mediator.setRelays(List.of(first.access(), second.access()));
    }

    private SimWorld.Streamer streamer(SimNat nat) {
        SimWorld.Streamer streamer = world.new Streamer(STREAMER, nat, Admission.OPEN, true);
        world.clock.advance(Duration.ofSeconds(2));
        return streamer;
    }

    @Test
    void twoNatsThatMapByDestinationMeetOnARelay() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(4));
        assertThat(viewer.pictures).isGreaterThan(40);
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.RELAYED_UDP);
        assertThat(viewer.firstPictureAt.since(viewer.startedAt)).isLessThan(Duration.ofSeconds(2));
        assertThat(viewer.of(ViewerEvent.PathChanged.class))
                .contains(new ViewerEvent.PathChanged(Rung.RELAYED_UDP, Move.FIRST));
    }

    @Test
    void aRelayIsNotUsedWhereADirectPathWorks() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(portRestricted(STREAMER_PUBLIC));
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, portRestricted(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(viewer.pictures).isGreaterThan(150);
        assertThat(viewer.of(ViewerEvent.PathChanged.class))
                .extracting(ViewerEvent.PathChanged::rung)
                .containsOnly(Rung.PUNCHED);
    }

    @Test
    void whenTheRelayInUseDiesTheOtherOneCarriesThePicture() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        int before = viewer.pictures;
        first.die();
        world.clock.advance(Duration.ofSeconds(3));
        int after = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(before).isGreaterThan(60);
        assertThat(viewer.pictures - after)
                .as("pictures a while after the relay's death")
                .isGreaterThan(35);
        assertThat(after - before).as("pictures in the 3 s in which it died").isGreaterThan(20);
        int hardly = viewer.pictures;
        world.clock.advance(Duration.ofMinutes(30));
        assertThat(viewer.pictures - hardly)
                .as("while the other end of a dead path is asked again and again")
                .isGreaterThan(35_000);
    }

    @Test
    void anAllocationOutlivesItsFirstLifetimeAndItsNonce() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        first.changeNonce();
        second.changeNonce();
        world.clock.advance(Duration.ofMinutes(12));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures - before).isGreaterThan(95);
        assertThat(viewer.of(ViewerEvent.PathChanged.class)).hasSize(1);
        assertThat(viewer.of(ViewerEvent.Stalled.class)).isEmpty();
    }

    @Test
    void aRelayThatStartsAnewIsUsedAgain() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        first.die();
        world.clock.advance(Duration.ofSeconds(5));
        first.restart();
        world.clock.advance(Duration.ofSeconds(30));
        second.die();
        world.clock.advance(Duration.ofSeconds(5));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures - before).isGreaterThan(95);
    }

    /// The relay still holds what we have given up, and says so (437).
    @Test
    void aRelayWhoseNetworkWasDownIsUsedAgainWithoutAStormOfQuestions() {
        offerRelays();
        second.die();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures).isPositive();
        first.setAway(true);
        world.clock.advance(Duration.ofSeconds(25));
        first.setAway(false);
        int before = first.requests();
        world.clock.advance(Duration.ofSeconds(40));
        assertThat(first.requests() - before).isLessThan(60);
        assertThat(first.allocations()).isEqualTo(1);
    }

    @Test
    void whoLeavesGivesItsAddressesBack() {
        offerRelays();
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(first.allocations()).isEqualTo(1);
        assertThat(second.allocations()).isEqualTo(1);
        viewer.tell(new ViewerInput.LeaveAsked());
        world.clock.advance(Duration.ofSeconds(3));
        assertThat(first.allocations() + second.allocations()).isZero();
    }

    /// Whatever order the mediator names them in, and whatever they say of themselves.
    @Test
    void theNearestNodesAreUsed() {
        SimRelay third = new SimRelay(world.net, 3);
        world.net.setFar(first.address(), Duration.ofMillis(60));
        world.mediator.setRelays(List.of(first.access(), second.access(), third.access()));
        SimWorld.Streamer streamer = streamer(symmetric(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, symmetric(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(first.allocations()).isZero();
        assertThat(viewer.engine.path().roundTripMs()).isLessThan(60);
        assertThat(world.mediator.endpoint(streamer.session()).relayLatencies())
                .hasSize(3)
                .satisfies(latencies -> assertThat(latencies.getLast().node())
                        .as("the farthest")
                        .isEqualTo(first.access().node().id()));
    }

    /// Neither to the other peer nor to the mediator's endpoint, and nothing but what goes to relays and STUN leaves.
    @Test
    void whoWantsRelaysOnlyShowsNoAddressOfItsOwn() {
        offerRelays();
        world.relayOnly = true;
        SimWorld.Streamer streamer = streamer(portRestricted(STREAMER_PUBLIC));
        Endpoint published = world.mediator.endpoint(streamer.session());
        assertThat(published.host()).startsWith("9.9.8.");
        assertThat(published.candidates())
                .hasSizeBetween(1, 2)
                .allMatch(candidate -> candidate.kind() == CandidateKind.RELAYED);
        world.relayOnly = false;
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, portRestricted(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures).isGreaterThan(50);
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.RELAYED_UDP);
        assertThat(world.net.log())
                .filteredOn(passed -> passed.from()
                        .equals(TransportAddress.of(
                                STREAMER_PUBLIC, passed.from().port())))
                .allMatch(passed -> passed.to().low() >>> 16 == 0x0909);
    }

    @Test
    void aViewerToWhomOnlyRelaysShallSpeakWatchesToo() throws Exception {
        offerRelays();
        SimWorld.Streamer streamer = streamer(portRestricted(STREAMER_PUBLIC));
        world.relayOnly = true;
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, portRestricted(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures).isGreaterThan(50);
        Endpoint endpoint = world.mediator
                .as("streamer")
                .openRequests(streamer.session())
                .getFirst()
                .endpoint();
        assertThat(endpoint.candidates()).allMatch(candidate -> candidate.kind() == CandidateKind.RELAYED);
        assertThat(world.net.log())
                .filteredOn(passed -> passed.from()
                        .equals(TransportAddress.of(VIEWER_PUBLIC, passed.from().port())))
                .allMatch(passed -> passed.to().low() >>> 16 == 0x0909);
    }

    @Test
    void whoWantsRelaysOnlyIsToldWhereThereIsNone() {
        world.relayOnly = true;
        SimWorld.Streamer alone = streamer(portRestricted(STREAMER_PUBLIC));
        assertThat(alone.of(StreamerEvent.Ended.class).getFirst().end().code()).isEqualTo("no-relay");

        offerRelays();
        first.die();
        second.die();
        SimWorld.Streamer inVain = streamer(portRestricted(STREAMER_PUBLIC));
        world.clock.advance(Duration.ofSeconds(20));
        SessionEnd end = inVain.of(StreamerEvent.Ended.class).getFirst().end();
        assertThat(end.code()).isEqualTo("no-relay");
        assertThat(end.remedy()).isNotEmpty();
    }

    /// Neither relays nor nodes are asked by a streamer that everybody reaches.
    @Test
    void aStreamerTakesAnAddressOnARelayOnlyWhereItNeedsOne() {
        offerRelays();
        streamer(portRestricted(STREAMER_PUBLIC));
        assertThat(first.allocations() + second.allocations()).isZero();
    }

    @Test
    void aStreamerWhoseNetworkLetsNoUdpOutIsWatchedByWayOfAStream() {
        offerRelays();
        SimNat blocked = symmetric(STREAMER_PUBLIC);
        blocked.block(true);
        SimWorld.Streamer streamer = streamer(blocked);
        world.clock.advance(Duration.ofSeconds(2));
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, portRestricted(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(viewer.pictures).isGreaterThan(60);
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.RELAYED_TCP);
    }

    @Test
    void theWayBackUpIsFoundWhenUdpIsLetOutAgain() {
        offerRelays();
        SimNat nat = portRestricted(VIEWER_PUBLIC);
        SimWorld.Streamer streamer = streamer(portRestricted(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, nat, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(4));
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.PUNCHED);
        nat.block(true);
        world.clock.advance(Duration.ofSeconds(12));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(viewer.pictures - before).as("by way of a stream").isGreaterThan(30);
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.RELAYED_TCP);
        nat.block(false);
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(viewer.engine.path().rung()).isEqualTo(Rung.PUNCHED);
        assertThat(viewer.of(ViewerEvent.PathChanged.class))
                .last()
                .isEqualTo(new ViewerEvent.PathChanged(Rung.PUNCHED, Move.BETTER));
    }

    /// A home router that is started anew: other ports, and nothing that was let in is let in any more.
    @Test
    void aViewerWhoseNatForgetsIsServedOnWithinThreeSeconds() {
        SimNat nat = portRestricted(VIEWER_PUBLIC);
        SimWorld.Streamer streamer = streamer(portRestricted(STREAMER_PUBLIC));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, nat, streamer.session(), true);
        comesBack(viewer, nat);
    }

    @Test
    void aStreamerWhoseNatForgetsIsWatchedOnWithinThreeSeconds() {
        SimNat nat = portRestricted(STREAMER_PUBLIC);
        SimWorld.Streamer streamer = streamer(nat);
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, portRestricted(VIEWER_PUBLIC), streamer.session(), true);
        comesBack(viewer, nat);
    }

    private void comesBack(SimWorld.Viewer viewer, SimNat nat) {
        world.clock.advance(Duration.ofSeconds(4));
        int requests = world.mediator.requests().size();
        for (int time = 0; time < 3; time++) {
            nat.forget();
            world.clock.advance(Duration.ofSeconds(3));
            int before = viewer.pictures;
            world.clock.advance(Duration.ofSeconds(7));
            assertThat(viewer.pictures - before).as("after %d", time).isGreaterThan(130);
        }
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
        assertThat(world.mediator.requests()).as("no new view request").hasSize(requests);
    }

    /// The polls alone bring the news: the streamer's every 5 s.
    @Test
    void withoutAPushChannelNatsThatForgetAreFollowedToo() {
        SimNat streamersNat = portRestricted(STREAMER_PUBLIC);
        SimWorld.Streamer streamer = world.new Streamer(STREAMER, streamersNat, Admission.OPEN, false);
        world.clock.advance(Duration.ofSeconds(2));
        SimNat viewersNat = portRestricted(VIEWER_PUBLIC);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, viewersNat, streamer.session(), false);
        world.clock.advance(Duration.ofSeconds(10));
        for (SimNat nat : List.of(viewersNat, streamersNat)) {
            nat.forget();
            world.clock.advance(Duration.ofSeconds(9));
            int before = viewer.pictures;
            world.clock.advance(Duration.ofSeconds(3));
            assertThat(viewer.pictures - before).isGreaterThan(50);
        }
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
    }
}
