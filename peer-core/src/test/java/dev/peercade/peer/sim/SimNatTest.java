package dev.peercade.peer.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps the kinds of NAT honest that differ in more than mapping and filtering, as `LabTest` does those of the lab.
class SimNatTest {

    private static final TransportAddress WORLD = SimNet.address(9, 9, 9, 1, 1000);
    private static final TransportAddress STRANGER = SimNet.address(9, 9, 9, 2, 1000);
    private static final byte[] SOMETHING = {1};

    private final VirtualClock clock = new VirtualClock();
    private final SimNet net = new SimNet(clock, 1);
    private final List<TransportAddress> seen = new ArrayList<>();
    private final List<TransportAddress> heard = new ArrayList<>();

    private UdpPort host(SimNatKind kind) {
        net.open(WORLD, null, batch -> batch.forEach(datagram -> seen.add(datagram.from())));
        return net.open(kind.home(1), batch -> batch.forEach(datagram -> heard.add(datagram.from())));
    }

    private TransportAddress outside(UdpPort host) {
        host.send(WORLD, SOMETHING);
        clock.advance(Duration.ofMillis(50));
        return seen.getLast();
    }

    /// Whether the host hears what comes from there to that address.
    private boolean hears(TransportAddress from, TransportAddress to) {
        heard.clear();
        net.inject(from, to, SOMETHING);
        clock.advance(Duration.ofMillis(50));
        return !heard.isEmpty();
    }

    @Test
    void aMappingThatIsSilentForThreeSecondsIsGoneWhereTheMemoryIsShort() {
        UdpPort host = host(SimNatKind.SHORT_MEMORY);
        TransportAddress first = outside(host);
        clock.advance(Duration.ofSeconds(1));
        assertThat(hears(WORLD, first)).isTrue();
        clock.advance(Duration.ofSeconds(3));
        assertThat(hears(WORLD, first)).isFalse();
        assertThat(outside(host)).isNotEqualTo(first);
    }

    @Test
    void aMappingThatIsSilentForThreeSecondsLivesElsewhere() {
        UdpPort host = host(SimNatKind.PORT_RESTRICTED);
        TransportAddress first = outside(host);
        clock.advance(Duration.ofSeconds(3));
        assertThat(hears(WORLD, first)).isTrue();
        assertThat(hears(STRANGER, first)).isFalse();
        assertThat(outside(host)).isEqualTo(first);
    }

    @Test
    void ofTwoNatsInARowTheWorldSeesTheOuterAndBothLetAnswersIn() {
        UdpPort host = host(SimNatKind.DOUBLE);
        TransportAddress outside = outside(host);
        assertThat(outside.isPrivate()).isFalse();
        assertThat(hears(WORLD, outside)).isTrue();
        assertThat(hears(STRANGER, outside)).isFalse();
    }

    @Test
    void aFirewallTranslatesNothingAndLetsOnlyAnswersIn() {
        UdpPort host = host(SimNatKind.V6);
        TransportAddress six = host.localAddresses().getFirst();
        TransportAddress world6 =
                TransportAddress.of(new byte[] {0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}, 7);
        net.open(world6, null, batch -> batch.forEach(datagram -> seen.add(datagram.from())));
        assertThat(hears(world6, six)).isFalse();
        host.send(world6, SOMETHING);
        clock.advance(Duration.ofMillis(50));
        assertThat(seen).containsExactly(six);
        assertThat(hears(world6, six)).isTrue();
        assertThat(outside(host).v6()).as("by IPv4 behind a NAT").isFalse();
    }

    @Test
    void whereUdpIsBlockedNothingGetsThrough() {
        UdpPort host = host(SimNatKind.UDP_BLOCKED);
        host.send(WORLD, SOMETHING);
        clock.advance(Duration.ofMillis(50));
        assertThat(seen).isEmpty();
    }
}
