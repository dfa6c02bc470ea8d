package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.session.Admission;
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
    }
}
