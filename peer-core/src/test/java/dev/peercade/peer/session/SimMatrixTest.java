package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.session.Admission;
import dev.peercade.peer.sim.Meetings;
import dev.peercade.peer.sim.SimNatKind;
import dev.peercade.peer.sim.SimRelay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Behind which NATs two peers meet, in virtual time: what the network lab sees with real ones.
@NullUnmarked
class SimMatrixTest {

    /// In which the lab sees each first picture too.
    private static final Duration FIRST_PICTURE = Duration.ofSeconds(4);

    private static final Meetings EXPECTED = Meetings.expected();

    @Test
    void theKindsAreThoseOfTheTable() {
        assertThat(EXPECTED.isOf(SimNatKind.values())).isTrue();
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(SimNatKind.values())
                .flatMap(streamer -> Arrays.stream(SimNatKind.values()).map(viewer -> Arguments.of(streamer, viewer)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void peersMeetAsInTheTable(SimNatKind streamerKind, SimNatKind viewerKind) {
        SimWorld world = new SimWorld(27);
        world.mediator.setRelays(List.of(new SimRelay(world.net, 1).access()));
        SimWorld.Streamer streamer = world.new Streamer(streamerKind.home(1), Admission.OPEN, true);
        // The lab's streamer is a while alone too, and so its NAT may forget.
        world.clock.advance(Duration.ofSeconds(8));
        SimWorld.Viewer viewer = world.new Viewer("viewer", viewerKind.home(2), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(viewer.firstPictureAt).isNotNull();
        assertThat(viewer.firstPictureAt.since(viewer.startedAt)).isLessThan(FIRST_PICTURE);
        assertThat(viewer.engine.path().kind()).isEqualTo(EXPECTED.of(streamerKind, viewerKind));
        int before = viewer.pictures;
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(viewer.pictures - before).as("pictures in 2 s").isBetween(37, 43);
    }
}
