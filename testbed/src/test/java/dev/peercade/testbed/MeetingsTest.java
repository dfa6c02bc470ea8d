package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.sim.Meetings;
import dev.peercade.testbed.lab.NatBehaviour.Filtering;
import dev.peercade.testbed.lab.NatBehaviour.Mapping;
import dev.peercade.testbed.lab.NatKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table against which both networks are held says what theory says, so that nobody bends it to what was seen.
class MeetingsTest {

    private static final Meetings TABLE = Meetings.expected();

    @ParameterizedTest
    @EnumSource
    void peersMeetDirectlyWhereverTheoryAllowsIt(NatKind streamer) {
        assertThat(TABLE.isOf(NatKind.values())).as("the lab's kinds").isTrue();
        for (NatKind viewer : NatKind.values()) {
            assertThat(TABLE.of(streamer, viewer) != CandidateKind.RELAYED)
                    .as("%s to %s is direct", streamer, viewer)
                    .isEqualTo(canBeDirect(streamer, viewer));
        }
    }

    /// A port that depends on the destination is known to nobody before that peer has got a datagram from it, and a
    /// NAT that filters by port lets none in from a port that nobody knows.
    private static boolean canBeDirect(NatKind one, NatKind other) {
        boolean udp =
                one.behaviour().mapping() != Mapping.NONE && other.behaviour().mapping() != Mapping.NONE;
        return udp && (isKnown(one) || letsStrangersIn(other)) && (isKnown(other) || letsStrangersIn(one));
    }

    private static boolean isKnown(NatKind kind) {
        Mapping mapping = kind.behaviour().mapping();
        return mapping == Mapping.UNTRANSLATED || mapping == Mapping.ENDPOINT_INDEPENDENT;
    }

    private static boolean letsStrangersIn(NatKind kind) {
        return kind.behaviour().filtering() != Filtering.ADDRESS_AND_PORT_DEPENDENT;
    }
}
