package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.punch.CheckBudget;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNat.Behaviour;
import dev.peercade.peer.sim.SimNatKind;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.SimRelay;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole engines in virtual time while somebody replays what he has recorded, or a relay node pretends.
@NullUnmarked
class AttackedSessionsTest {

    private static final TransportAddress STREAMER = SimNet.address(198, 51, 100, 1, 5000);
    private static final TransportAddress STRANGER = SimNet.address(192, 0, 2, 99, 4444);

    private final SimWorld world = new SimWorld(31);

    private SimWorld.Streamer streamer() {
        SimWorld.Streamer streamer = world.new Streamer(SimNatKind.PUBLIC.home(1), Admission.OPEN, true);
        world.clock.advance(Duration.ofSeconds(2));
        return streamer;
    }

    private List<byte[]> recordedChecksTo(TransportAddress peer) {
        return world.net.log().stream()
                .filter(passed -> passed.to().equals(peer))
                .map(SimNet.Passed::bytes)
                .filter(bytes -> {
                    StunMessage message = StunMessage.parse(bytes);
                    return message != null
                            && message.kind() == StunMessage.Kind.REQUEST
                            && message.has(StunAttribute.USERNAME);
                })
                .toList();
    }

    private List<byte[]> receivedAt(TransportAddress host) {
        return world.net.log().stream()
                .filter(passed ->
                        passed.to().high() == host.high() && passed.to().low() == host.low())
                .map(SimNet.Passed::bytes)
                .toList();
    }

    /// A check proves that its sender once had the password, and no more: the address gets answers, and a few checks
    /// that it cannot answer.
    @Test
    void recordedChecksFromElsewhereBuyAnswersAndNoFrame() {
        SimWorld.Streamer streamer = streamer();
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", SimNatKind.PORT_RESTRICTED.home(2), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(20));
        List<byte[]> recorded = recordedChecksTo(STREAMER);
        assertThat(recorded).hasSizeGreaterThan(4);
        int before = viewer.pictures;
        recorded.forEach(check -> world.net.inject(STRANGER, STREAMER, check));
        world.clock.advance(Duration.ofMinutes(2));
        List<byte[]> received = receivedAt(STRANGER);
        assertThat(received)
                .hasSizeBetween(
                        recorded.size(), recorded.size() + CheckBudget.UNANSWERED_MAX + CheckBudget.RETURNED_MAX)
                .allMatch(bytes -> Demultiplexer.classify(bytes) == Demultiplexer.Kind.STUN);
        assertThat(viewer.pictures - before).isBetween(2390, 2410);
    }

    /// Who sends a recorded check again from very many addresses uses up neither room nor checks that a peer needs
    /// when it moves to another network.
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 600, 3000})
    void recordedChecksFromManyAddressesKeepNoViewerOutThatMoves(int addresses) {
        SimWorld.Streamer streamer = streamer();
        SimNat nat = portRestricted(2);
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", SimNet.address(10, 2, 0, 2, 5000), nat, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(20));
        sendAgain(STREAMER, addresses);
        comesBack(viewer, nat);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 600, 3000})
    void recordedChecksFromManyAddressesKeepNoViewerFromAStreamerThatMoves(int addresses) {
        SimNat nat = portRestricted(1);
        SimWorld.Streamer streamer = world.new Streamer(SimNet.address(10, 1, 0, 2, 5000), nat, Admission.OPEN, true);
        world.clock.advance(Duration.ofSeconds(2));
        List<SimNet.Line> home = SimNatKind.PUBLIC.home(2);
        SimWorld.Viewer viewer = world.new Viewer("viewer", home, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(20));
        sendAgain(home.getFirst().address(), addresses);
        comesBack(viewer, nat);
    }

    private void sendAgain(TransportAddress peer, int addresses) {
        byte[] check = recordedChecksTo(peer).getLast();
        for (int number = 1; number <= addresses; number++) {
            world.net.inject(SimNet.address(192, 0, 2, number % 250, 1000 + number), peer, check);
            world.clock.advance(Duration.ofMillis(10));
        }
    }

    private void comesBack(SimWorld.Viewer viewer, SimNat nat) {
        nat.moveTo(new byte[] {(byte) 198, 51, 100, 77});
        world.clock.advance(Duration.ofSeconds(3));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures - before).isGreaterThan(90);
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
    }

    private static SimNat portRestricted(int home) {
        return new SimNat(
                new byte[] {(byte) 198, 51, 100, (byte) home},
                Behaviour.ENDPOINT_INDEPENDENT,
                Behaviour.ADDRESS_AND_PORT_DEPENDENT);
    }

    /// Another viewer has the streamer's password, and may have seen the user fragment of this one: it claims all the
    /// time to be this one in the role that the streamer has (RFC 8445, section 7.3.1.1).
    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void whoForgesConflictsOfRolesStopsNoStream(long tieBreaker) throws Exception {
        SimWorld.Streamer streamer = streamer();
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", SimNatKind.PORT_RESTRICTED.home(2), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        Endpoint known = world.mediator.endpoint(streamer.session());
        String userName =
                StunMessage.parse(recordedChecksTo(STREAMER).getFirst()).userName();
        int before = viewer.pictures;
        for (int sent = 0; sent < 1600; sent++) {
            int role = sent % 2 == 0 ? StunAttribute.ICE_CONTROLLED : StunAttribute.ICE_CONTROLLING;
            world.net.inject(
                    STRANGER,
                    STREAMER,
                    new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(sent, 7))
                            .text(StunAttribute.USERNAME, userName)
                            .int32(StunAttribute.PRIORITY, 1)
                            .int64(role, tieBreaker)
                            .integrity(StunKey.ofPassword(known.password()))
                            .fingerprint()
                            .toBytes());
            world.clock.advance(Duration.ofMillis(25));
        }
        assertThat(viewer.pictures - before)
                .as("pictures in 40 s, longer than consent lives")
                .isBetween(790, 810);
        assertThat(receivedAt(STRANGER)).allMatch(bytes -> Demultiplexer.classify(bytes) == Demultiplexer.Kind.STUN);
    }

    /// A node cannot say how far it is: it is asked. One that answers questions at once and holds back what it relays
    /// loses the race of the checks, which go the way of the pictures.
    @ParameterizedTest
    @ValueSource(ints = {60, 150, 400})
    void aNodeThatAnswersSoonAndRelaysLateIsFoundOut(int heldBackMs) {
        for (int liar = 0; liar < 2; liar++) {
            SimWorld lied = new SimWorld(heldBackMs);
            List<SimRelay> nodes = List.of(new SimRelay(lied.net, 1), new SimRelay(lied.net, 2));
            nodes.get(liar).holdBack(Duration.ofMillis(heldBackMs));
            // So the liar seems to be the nearer of the two.
            lied.net.setFar(nodes.get(1 - liar).address(), Duration.ofMillis(10));
            lied.mediator.setRelays(nodes.stream().map(SimRelay::access).toList());
            SimWorld.Streamer streamer = lied.new Streamer(SimNatKind.SYMMETRIC.home(1), Admission.OPEN, true);
            lied.clock.advance(Duration.ofSeconds(2));
            SimWorld.Viewer viewer = lied.new Viewer("viewer", SimNatKind.SYMMETRIC.home(2), streamer.session(), true);
            lied.clock.advance(Duration.ofSeconds(30));
            assertThat(viewer.pictures).isGreaterThan(500);
            assertThat(viewer.engine.path().roundTripMs())
                    .as("through the honest node, 4 ways of 20 ms")
                    .isBetween(75.0, 85.0);
        }
    }

    /// Its checks are answered and no picture comes, so consent alone would keep the viewer there for ever.
    @Test
    void aNodeThatBeginsToLetNothingButChecksThroughIsLeft() {
        List<SimRelay> nodes = List.of(new SimRelay(world.net, 1), new SimRelay(world.net, 2));
        world.mediator.setRelays(nodes.stream().map(SimRelay::access).toList());
        SimWorld.Streamer streamer = world.new Streamer(SimNatKind.SYMMETRIC.home(1), Admission.OPEN, true);
        world.clock.advance(Duration.ofSeconds(2));
        SimWorld.Viewer viewer = world.new Viewer("viewer", SimNatKind.SYMMETRIC.home(2), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(20));
        Collections.max(nodes, Comparator.comparing(SimRelay::relayed)).starve();
        world.clock.advance(Duration.ofSeconds(4));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(30));
        assertThat(viewer.pictures - before).isGreaterThan(580);
        assertThat(viewer.of(ViewerEvent.PathChanged.class).getLast().why()).isEqualTo(Move.FORMER_STARVES);
    }

    /// Nothing is wrong with the way of a streamer that has nothing to send.
    @Test
    void aStreamerThatSendsNothingIsNotLeft() {
        world.mediator.setRelays(List.of(new SimRelay(world.net, 1).access()));
        SimWorld.Streamer streamer = streamer();
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", SimNatKind.PORT_RESTRICTED.home(2), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(20));
        int moves = viewer.of(ViewerEvent.PathChanged.class).size();
        streamer.pause();
        world.clock.advance(Duration.ofSeconds(20));
        assertThat(viewer.of(ViewerEvent.Stalled.class)).isNotEmpty();
        assertThat(viewer.of(ViewerEvent.PathChanged.class)).hasSize(moves);
    }

    /// Decision 22: the streamer's first check may come from anywhere, and the handshake's first datagram follows it.
    @Test
    void aForgedFirstCheckBuysOneDatagramOfTheHandshakeAndNoMore() {
        SimWorld.Streamer streamer = streamer();
        streamer.crash();
        List<SimNet.Line> home = SimNatKind.PUBLIC.home(2);
        SimWorld.Viewer viewer = world.new Viewer("viewer", home, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(2));
        Endpoint ours = world.mediator.requestEndpoint(
                world.mediator.requests().getFirst().id());
        Endpoint theirs = world.mediator.endpoint(streamer.session());
        byte[] check = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 7))
                .text(StunAttribute.USERNAME, ours.userFragment() + ":" + theirs.userFragment())
                .int32(StunAttribute.PRIORITY, 1)
                .int64(StunAttribute.ICE_CONTROLLED, 3)
                .integrity(StunKey.ofPassword(ours.password()))
                .fingerprint()
                .toBytes();
        for (int sent = 0; sent < 20; sent++) {
            world.net.inject(STRANGER, home.getFirst().address(), check);
            world.clock.advance(Duration.ofMillis(500));
        }
        assertThat(viewer.of(ViewerEvent.PathChanged.class)).isEmpty();
        assertThat(receivedAt(STRANGER))
                .filteredOn(bytes -> Demultiplexer.classify(bytes) != Demultiplexer.Kind.STUN)
                .hasSize(1);
    }

    /// Checks and handshake may begin before step 8; media may not.
    @Test
    void whoDoesNotSayReadyGetsNoMedia() {
        SimWorld.Streamer streamer = streamer();
        List<SimNet.Line> home = SimNatKind.PUBLIC.home(2);
        world.mediator.fail(
                "setRequestStatus", new MediatorFailure(MediatorFailure.TIMEOUT, "No answer.", "Wait.", true), 5);
        SimWorld.Viewer viewer = world.new Viewer("viewer", home, streamer.session(), true);
        while (world.mediator.requests().isEmpty()
                || world.mediator.requests().getFirst().status() == RequestStatus.NEW) {
            world.clock.advance(Duration.ofMillis(1));
        }
        assertThat(viewer.of(ViewerEvent.PathChanged.class)).isNotEmpty();
        assertThat(receivedAt(home.getFirst().address()))
                .extracting(Demultiplexer::classify)
                .contains(Demultiplexer.Kind.DTLS)
                .doesNotContain(Demultiplexer.Kind.RTP, Demultiplexer.Kind.RTCP);
        world.clock.advance(Duration.ofSeconds(60));
        assertThat(viewer.pictures).isPositive();
    }
}
