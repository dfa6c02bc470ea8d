package dev.peercade.mediator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, PUBLIC",
        "10.0.0.1, PRIVATE",
        "192.168.1.1, PRIVATE",
        "192.169.0.1, PUBLIC",
        "169.254.1.1, PRIVATE",
        "100.63.255.255, PUBLIC",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "100.128.0.0, PUBLIC",
        "127.255.255.254, LOOPBACK",
        "0.0.0.0, NONE",
        "224.0.0.1, NONE",
        "255.255.255.255, NONE",
        "localhost, NONE",
        "2001:db8::1, PUBLIC",
        "2a00::1, PUBLIC",
        "fd00::1, PRIVATE",
        "fc00::1, PRIVATE",
        "fe80::1, PRIVATE",
        "fec0::1, PRIVATE",
        "::1, LOOPBACK",
        "::, NONE",
        "ff02::1, NONE",
        "::ffff:7f00:1, NONE",
        "64:ff9b::cb00:7101, NONE",
        "64:ff9b:1::a00:1, NONE",
        "2002:cb00:7101::1, NONE",
        "2001:0:cb00:7101::1, NONE"
    })
    void anAddressLiesWhereTheRegistriesSay(String address, IpLiteral.Place place) {
        assertThat(IpLiteral.place(address)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "10:0:0:0:0:0:0:100, 10::100",
        "203.0.113.7, 203.0.113.7"
    })
    void eachAddressHasOneSpelling(String spelling, String one) {
        assertThat(IpLiteral.oneSpelling(spelling)).isEqualTo(one);
    }
}
