package dev.peercade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.node.NodeSettings.Lab;
import dev.peercade.node.NodeSettings.Limits;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may relay what to where: a real coturn with the configuration that the node writes, and a peer with a
/// hand-made TURN client.
class RelayingTest {

    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;
    private static final int QUOTA_REACHED = 486;

    @TempDir
    static Path folder;

    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        // A private range that a lab allows, beside all that stays denied.
        node = TestNode.start(folder, new Limits(0, 400), new Lab(true, List.of(PeerRange.parse("10.77.0.0/16"))));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aMintedCredentialAllocatesAndTwoAllocationsOfOneNodeTalkToEachOther() throws Exception {
        try (TurnClient one = node.peer("one");
                TurnClient two = node.peer("two")) {
            assertThat(one.allocate(false)).isZero();
            assertThat(two.allocate(false)).isZero();
            assertThat(one.relayed().getPort())
                    .isBetween(
                            node.settings.ports().relayMin(),
                            node.settings.ports().relayMax());
            assertThat(one.permit(two.relayed())).isZero();
            assertThat(two.permit(one.relayed())).isZero();
            one.send(two.relayed(), "through the node");
            assertThat(two.receive()).isEqualTo("through the node");
        }
    }

    @Test
    void allocationsOverIpv6TalkToEachOtherToo() throws Exception {
        try (TurnClient one = node.peer("one6");
                TurnClient two = node.peer("two6")) {
            assertThat(one.allocate(true)).isZero();
            assertThat(two.allocate(true)).isZero();
            assertThat(one.relayed().getAddress()).isEqualTo(TestNode.V6);
            assertThat(one.permit(two.relayed())).isZero();
            assertThat(two.permit(one.relayed())).isZero();
            one.send(two.relayed(), "over six");
            assertThat(two.receive()).isEqualTo("over six");
        }
    }

    @Test
    void whatTheMediatorHasNotMintedAllocatesNothing() throws Exception {
        long later = Instant.now().plusSeconds(600).getEpochSecond();
        long before = Instant.now().minusSeconds(600).getEpochSecond();
        try (TurnClient otherSecret = TurnClient.minted(node.turn(), "x".repeat(43), later, "a");
                TurnClient expired = TurnClient.minted(node.turn(), node.secret(), before, "a");
                TurnClient wrong = new TurnClient(node.turn(), later + ":a", "password");
                TurnClient nobody = new TurnClient(node.turn(), "", "")) {
            assertThat(otherSecret.allocate(false)).isEqualTo(UNAUTHORIZED);
            assertThat(expired.allocate(false)).isEqualTo(UNAUTHORIZED);
            assertThat(wrong.allocate(false)).isEqualTo(UNAUTHORIZED);
            assertThat(nobody.allocate(false)).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.76.255.255",
                "10.78.0.0",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.2",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255"
            })
    void nothingIsRelayedToWhatLiesBehindANode(String address) throws Exception {
        try (TurnClient peer = node.peer("denied-" + UUID.randomUUID())) {
            assertThat(peer.allocate(false)).isZero();
            assertThat(peer.permit(new InetSocketAddress(InetAddress.ofLiteral(address), 9)))
                    .isEqualTo(FORBIDDEN);
        }
    }

    /// By their bytes, since Java itself takes some of them for IPv4.
    @ParameterizedTest
    @CsvSource({
        "unspecified,             00000000000000000000000000000000",
        "compatible loopback,     0000000000000000000000007f000002",
        "compatible private,      0000000000000000000000000a000001",
        "compatible metadata,     000000000000000000000000a9fea9fe",
        "mapped loopback,         00000000000000000000ffff7f000002",
        "mapped private 10,       00000000000000000000ffff0a000001",
        "mapped private 172,      00000000000000000000ffffac100001",
        "mapped private 192,      00000000000000000000ffffc0a80101",
        "mapped metadata,         00000000000000000000ffffa9fea9fe",
        "mapped shared,           00000000000000000000ffff64400001",
        "mapped zero,             00000000000000000000ffff00000000",
        "mapped multicast,        00000000000000000000ffffe0000001",
        "mapped broadcast,        00000000000000000000ffffffffffff",
        "translated loopback,     0000000000000000ffff00007f000001",
        "nat64 loopback,          0064ff9b00000000000000007f000001",
        "nat64 private,           0064ff9b0000000000000000c0a80101",
        "nat64 metadata,          0064ff9b0000000000000000a9fea9fe",
        "nat64 local private,     0064ff9b0001000000000000c0a80101",
        "nat64 local of /48,      0064ff9b0001c0a80001010000000000",
        "6to4 loopback,           20027f00000100000000000000000001",
        "6to4 private 10,         20020a00000100000000000000000001",
        "6to4 private 192,        2002c0a8010100000000000000000001",
        "6to4 metadata,           2002a9fea9fe00000000000000000001",
        "teredo,                  20010000c0a80101000000000000fefe",
        "teredo client private,   200100000000000000000000f5fffffe",
        "discard,                 01000000000000000000000000000001",
        "unique local fc,         fc000000000000000000000000000001",
        "unique local fd,         fd000000000000000000000000000001",
        "link-local,              fe800000000000000000000000000001",
        "link-local end,          febfffffffffffffffffffffffffffff",
        "site-local,              fec00000000000000000000000000001",
        "multicast node,          ff010000000000000000000000000001",
        "multicast link,          ff020000000000000000000000000001",
        "multicast global,        ff0e0000000000000000000000000001"
    })
    void noSpellingInIpv6LeadsThere(String what, String hex) throws Exception {
        try (TurnClient peer = node.peer("denied6-" + UUID.randomUUID())) {
            assertThat(peer.allocate(true)).isZero();
            assertThat(peer.permit(HexFormat.of().parseHex(hex), 9)).as(what).isEqualTo(FORBIDDEN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, 203.0.113.5",
        "false, 198.51.100.5",
        "false, 9.9.9.9",
        "false, 172.32.0.1",
        "false, 100.128.0.1",
        "false, 10.77.3.4",
        "true, 2001:db8::5",
        "true, 2a00:1450::5"
    })
    void publicPeersAndWhatALabAllowsArePermitted(boolean v6, String address) throws Exception {
        try (TurnClient peer = node.peer("permitted-" + UUID.randomUUID())) {
            assertThat(peer.allocate(v6)).isZero();
            assertThat(peer.permit(new InetSocketAddress(InetAddress.ofLiteral(address), 9)))
                    .isZero();
        }
    }

    @Test
    void aDatagramThatIsSentAllTheSameDoesNotArrive() throws Exception {
        try (TurnClient peer = node.peer("sends");
                DatagramSocket allowed = new DatagramSocket(new InetSocketAddress(TestNode.V4, 0));
                DatagramSocket denied = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
            assertThat(peer.allocate(false)).isZero();
            InetSocketAddress behind = (InetSocketAddress) denied.getLocalSocketAddress();
            InetSocketAddress own = (InetSocketAddress) allowed.getLocalSocketAddress();
            assertThat(peer.permit(own)).isZero();
            assertThat(peer.permit(behind)).isEqualTo(FORBIDDEN);
            peer.send(behind, "lost");
            peer.send(own, "comes");
            allowed.setSoTimeout(5_000);
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            allowed.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("comes");
            // The other one went first.
            denied.setSoTimeout(1);
            assertThatThrownBy(() -> denied.receive(packet)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void oneRequestGetsSoManyAllocationsAndAnotherItsOwn() throws Exception {
        List<TurnClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CoturnConfiguration.USER_QUOTA; i++) {
                TurnClient client = node.peer("greedy");
                clients.add(client);
                assertThat(client.allocate(false)).as("allocation " + i).isZero();
            }
            try (TurnClient oneMore = node.peer("greedy");
                    TurnClient other = node.peer("modest")) {
                assertThat(oneMore.allocate(false)).isEqualTo(QUOTA_REACHED);
                assertThat(other.allocate(false)).isZero();
            }
        } finally {
            clients.forEach(TurnClient::close);
        }
    }

    @Test
    void whatTheNodeKeepsIsItsOwnersOnly() throws Exception {
        Path data = node.settings.dataDir();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        for (String name : List.of("turnserver.conf", "secret", "tls.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(data.resolve("turnserver.conf"))).contains(node.secret());
    }
}
