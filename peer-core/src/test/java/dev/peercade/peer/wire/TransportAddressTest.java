package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which addresses the world routes.
class TransportAddressTest {

    @ParameterizedTest
    @CsvSource({
        "9.255.255.255, false",
        "10.0.0.0, true",
        "10.255.255.255, true",
        "11.0.0.0, false",
        "172.15.255.255, false",
        "172.16.0.0, true",
        "172.31.255.255, true",
        "172.32.0.0, false",
        "192.167.255.255, false",
        "192.168.0.0, true",
        "192.168.255.255, true",
        "192.169.0.0, false",
        "169.253.255.255, false",
        "169.254.0.0, true",
        "169.254.255.255, true",
        "169.255.0.0, false",
        "100.63.255.255, false",
        "100.64.0.0, true",
        "100.127.255.255, true",
        "100.128.0.0, false",
        "fbff::1, false",
        "fc00::, true",
        "fdff:ffff::1, true",
        "fe00::1, false",
        "fe7f::1, false",
        "fe80::1, true",
        "febf::1, true",
        "fec0::1, false",
        "::ffff:10.0.0.1, true",
        "::ffff:8.8.8.8, false",
        "2001:db8::1, false",
        "::1, false",
        "127.0.0.1, false"
    })
    void rangesOfSitesCarriersAndLinksArePrivate(String literal, boolean isPrivate) {
        TransportAddress address =
                TransportAddress.of(InetAddress.ofLiteral(literal).getAddress(), 1);
        assertThat(address.isPrivate()).isEqualTo(isPrivate);
    }
}
