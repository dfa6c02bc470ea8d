package dev.peercade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peercade.node.Coturn.Version;
import dev.peercade.node.NodeSettings.Addresses;
import dev.peercade.node.NodeSettings.Lab;
import dev.peercade.node.NodeSettings.Limits;
import dev.peercade.node.NodeSettings.Ports;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which coturn runs, and what it is told.
class CoturnTest {

    private static final Inet4Address PUBLIC = (Inet4Address) InetAddress.ofLiteral("203.0.113.1");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "4.6.1, false",
        "4.6.99, false",
        "3.9.9, false",
        "4.7.0, true",
        "4.7, true",
        "4.10.2, true",
        "5.0.0, true"
    })
    void whatHasKnownHolesIsNotSound(String version, boolean sound) {
        Coturn coturn = new Coturn(Path.of("turnserver"), Version.in(version).orElseThrow());
        if (sound) {
            assertThatCode(() -> coturn.requireSound(false)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> coturn.requireSound(false))
                    .isInstanceOf(NodeException.class)
                    .satisfies(e -> assertThat(((NodeException) e).remedy()).contains("4.7.0", "--lab"));
        }
        assertThatCode(() -> coturn.requireSound(true)).doesNotThrowAnyException();
    }

    @Test
    void theVersionIsFoundInWhatAProgramSays() throws Exception {
        assertThat(Version.in("Version Coturn-4.6.1 'Gorst'")).contains(new Version(4, 6, 1));
        assertThat(Version.in("turnserver: unrecognized option")).isEmpty();
        program("#!/bin/sh\necho 4.8.0\n");
        Coturn found = Coturn.find("/nonexistent:" + folder);
        assertThat(found.version()).isEqualTo(new Version(4, 8, 0));
        assertThat(found.program()).isEqualTo(folder.resolve("turnserver"));
    }

    @Test
    void aMachineWithoutCoturnIsToldToInstallIt() throws Exception {
        assertThatThrownBy(() -> Coturn.find(folder.toString()))
                .isInstanceOf(NodeException.class)
                .satisfies(e -> assertThat(((NodeException) e).remedy()).contains("Install coturn"));
        program("#!/bin/sh\necho hello\n");
        assertThatThrownBy(() -> Coturn.find(folder.toString())).hasMessageContaining("does not say which version");
    }

    private void program(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("turnserver"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String configuration(Limits limits, Lab lab, InetAddress behind) {
        NodeSettings settings = new NodeSettings(
                new Addresses(PUBLIC, null), new Ports(3478, 5349, 3480, 49_152, 65_535), limits, lab, Path.of("/d"));
        return new CoturnConfiguration(
                        settings,
                        new LocalAddresses(Map.of(PUBLIC, behind)),
                        "secret",
                        Path.of("/d/tls.pem"),
                        Path.of("/d"))
                .text();
    }

    @Test
    void onTheOpenInternetOnlyTheNodesOwnAddressIsAllowedOfWhatIsDenied() {
        String text = configuration(new Limits(0, 200), new Lab(false, List.of()), PUBLIC);
        assertThat(text.lines().filter(line -> line.startsWith("allowed-peer-ip")))
                .containsExactly("allowed-peer-ip=203.0.113.1");
        assertThat(text.lines())
                .contains(
                        "denied-peer-ip=10.0.0.0-10.255.255.255",
                        "denied-peer-ip=169.254.0.0-169.254.255.255",
                        "denied-peer-ip=0000:0000:0000:0000:0000:ffff:0000:0000-0000:0000:0000:0000:0000:ffff:ffff:ffff",
                        "no-tcp-relay",
                        "no-cli",
                        "no-multicast-peers",
                        "use-auth-secret",
                        "total-quota=200")
                .noneMatch(line -> line.startsWith("allow-loopback-peers")
                        || line.startsWith("max-bps")
                        || line.startsWith("external-ip"));
        assertThat(text.lines().filter(line -> line.startsWith("denied-peer-ip")))
                .as("to coturn a range from the unspecified address on is one of everything")
                .noneMatch(line -> line.startsWith("denied-peer-ip=0000:0000:0000:0000:0000:0000:0000:0000"))
                .hasSizeGreaterThan(20);
    }

    @Test
    void bandwidthIsInBytesAndATranslatedAddressIsMapped() {
        InetAddress behind = InetAddress.ofLiteral("10.0.0.7");
        assertThat(configuration(new Limits(80, 5), new Lab(false, List.of()), behind)
                        .lines())
                .contains(
                        "bps-capacity=10000000",
                        "max-bps=6250000",
                        "listening-ip=10.0.0.7",
                        "relay-ip=10.0.0.7",
                        "external-ip=203.0.113.1/10.0.0.7");
        assertThat(configuration(new Limits(20, 5), new Lab(false, List.of()), behind)
                        .lines())
                .contains("bps-capacity=2500000", "max-bps=2500000");
    }

    @Test
    void whatALabAllowsIsSaid() {
        Lab lab = new Lab(true, List.of(PeerRange.parse("127.0.0.0/8"), PeerRange.parse("fd00::/8")));
        assertThat(configuration(new Limits(0, 5), lab, PUBLIC).lines())
                .contains(
                        "allow-loopback-peers",
                        "allowed-peer-ip=127.0.0.0-127.255.255.255",
                        "allowed-peer-ip=fd00:0000:0000:0000:0000:0000:0000:0000-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    }

    @Test
    void whatAnEarlierRunLeftBehindIsEndedAndNothingElse() throws Exception {
        Path configuration = Files.writeString(folder.resolve("turnserver.conf"), "");
        Path pidFile = folder.resolve("turnserver.pid");
        Process orphan = new ProcessBuilder("tail", "-f", configuration.toString()).start();
        Process other = new ProcessBuilder("tail", "-f", "/dev/null").start();
        try {
            await().until(() -> orphan.info().commandLine().orElse("").contains("turnserver.conf"));
            TurnServer.endOrphan(pidFile, configuration);
            for (String text : List.of("", "nonsense", "-1", Long.toString(other.pid()))) {
                Files.writeString(pidFile, text);
                TurnServer.endOrphan(pidFile, configuration);
            }
            assertThat(other.isAlive()).as("another process got its number").isTrue();
            assertThat(orphan.isAlive()).isTrue();
            Files.writeString(pidFile, orphan.pid() + "\n");
            TurnServer.endOrphan(pidFile, configuration);
            assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            orphan.destroyForcibly();
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255",
        "10.1.2.3/8, 10.0.0.0, 10.255.255.255",
        "172.16.0.0/12, 172.16.0.0, 172.31.255.255",
        "9.9.9.9, 9.9.9.9, 9.9.9.9",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255"
    })
    void aBlockHasAFirstAndALastAddress(String block, String first, String last) {
        assertThat(PeerRange.parse(block)).isEqualTo(new PeerRange(first, last));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "host/8", "fe80::1%eth0/64", "10.0.0/8/8", "''"})
    void whatIsNoBlockIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> PeerRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no block of addresses");
    }

    @Test
    void addressesInWhatCoturnSaysStayOutOfTheLog() {
        assertThat(TurnServer.redacted(
                        "session 001: A peer IP 10.1.2.3 denied, user <a>, [2001:db8::1]:99 ::1 fe80::a"))
                .contains("session 001: A peer IP <address> denied")
                .doesNotContain("10.1.2.3", "2001", "db8", "::1", "fe80");
        assertThat(TurnServer.redacted("a\u001b[2Jb")).isEqualTo("a?[2Jb");
        assertThat(TurnServer.redacted("0: : Relay ports initialization done"))
                .isEqualTo("0: : Relay ports initialization done");
    }
}
