package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.punch.CheckBudget;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.testbed.lab.Host;
import dev.peercade.testbed.load.JvmMemory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What strangers, and viewers who are up to something, do to a stream that runs: to the real ports of both peers, in
/// the network lab. An honest viewer watches all the while, and its picture goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(700)
class LabAttackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int CANDIDATES = 16;

    private final Random random = new Random(20);
    private AttackedStream stream;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stream = AttackedStream.start(folder);
    }

    @AfterAll
    void stop() throws Exception {
        if (stream != null) {
            stream.close();
        }
    }

    /// Who knows port and both user fragments, which pass in the clear, is still a stranger.
    @Test
    void whoKnowsPortAndUserFragmentsButNoPasswordGetsNothing() throws Exception {
        stream.unharmed(() -> {
            try (Stranger stranger = Stranger.on(stream.lab.attacker())) {
                for (int time = 0; time < 20; time++) {
                    for (byte[] check : Stranger.unauthenticChecks(stream.streamer, stream.viewer, random)
                            .values()) {
                        stranger.send(stream.streamer, check);
                    }
                    for (byte[] check : Stranger.unauthenticChecks(stream.viewer, stream.streamer, random)
                            .values()) {
                        stranger.send(stream.viewer, check);
                    }
                    stranger.send(stream.streamer, Stranger.forgedMedia(random));
                    stranger.send(stream.viewer, Stranger.forgedMedia(random));
                }
                assertThat(stranger.received()).isEmpty();
            }
        });
    }

    /// Each check of these is refused for what is wrong with it, and not by chance: the right one is answered.
    @Test
    void theRightCheckIsAnsweredWithoutAFrame() throws Exception {
        stream.unharmed(() -> {
            try (Stranger stranger = Stranger.on(stream.lab.attacker())) {
                int checks = 10;
                for (int sent = 0; sent < checks; sent++) {
                    stranger.send(
                            stream.streamer,
                            Stranger.check(stream.streamer.userFragment() + ":" + stream.viewer.userFragment(), random)
                                    .integrity(StunKey.ofPassword(stream.streamer.password()))
                                    .fingerprint()
                                    .toBytes());
                }
                assertFewChecksOnly(stranger.received(), checks);
            }
        });
    }

    /// As somebody may who records a wireless network: from elsewhere, all that has ever passed.
    @Test
    void whatWasRecordedAndIsSentAgainFromElsewhereGetsNoFrame() throws Exception {
        assertThat(stream.recordedTo(stream.streamer))
                .as("checks of the viewer's that were recorded")
                .anyMatch(LabAttackTest::isCheck);
        stream.unharmed(() -> {
            for (Stranger.Peer peer : List.of(stream.streamer, stream.viewer)) {
                try (Stranger stranger = Stranger.on(stream.lab.attacker())) {
                    List<byte[]> again = stream.recordedTo(peer);
                    for (byte[] datagram : again) {
                        stranger.send(peer, datagram);
                    }
                    int checks =
                            (int) again.stream().filter(LabAttackTest::isCheck).count();
                    assertFewChecksOnly(stranger.received(), checks);
                }
            }
        });
    }

    /// The source address is no proof of anything: recorded and forged datagrams that seem to come from the very peer.
    @Test
    void whatSeemsToComeFromTheOtherPeerHarmsNothing() throws Exception {
        Host attacker = stream.lab.attacker();
        stream.unharmed(() -> {
            try (Stranger stranger = Stranger.as(stream.viewer.at(), attacker)) {
                forge(stranger, stream.streamer);
            }
            try (Stranger stranger = Stranger.as(stream.streamer.at(), attacker)) {
                forge(stranger, stream.viewer);
            }
        });
    }

    private void forge(Stranger stranger, Stranger.Peer victim) throws Exception {
        Stranger.Peer other = victim == stream.viewer ? stream.streamer : stream.viewer;
        for (byte[] datagram : stream.recordedTo(victim)) {
            stranger.send(victim, datagram);
            stranger.send(victim, datagram);
        }
        for (int sent = 0; sent < 2000; sent++) {
            stranger.send(victim, Stranger.forgedMedia(random));
        }
        for (byte[] check : Stranger.unauthenticChecks(victim, other, random).values()) {
            stranger.send(victim, check);
        }
    }

    /// Nobody can aim a stream at a third party: not by an endpoint, however often it is pushed.
    @Test
    void aVictimThatAViewRequestNamesGetsAFewChecksAndNothingElse(@TempDir Path folder) throws Exception {
        Host victim = stream.lab.victim();
        LabPeers peers = stream.peers;
        Host from = stream.lab.attacker();
        Map<String, Object> account = Map.of("userName", "mallory", "password", Rest.PASSWORD);
        assertThat(peers.call(from, null, "POST", "/peers", account).status()).isEqualTo(201);
        stream.unharmed(() -> {
            long start = System.nanoTime();
            try (PacketCapture capture = PacketCapture.of(victim, "wan", folder)) {
                JsonNode request = peers.call(
                                from,
                                "mallory",
                                "POST",
                                "/streaming-sessions/" + stream.session + "/view-requests",
                                Map.of())
                        .body();
                String path = "/view-requests/" + request.path("id").asString();
                int seen = stream.anna.events().size();
                for (int push = 0; push < 5; push++) {
                    assertThat(peers.call(from, "mallory", "PUT", path + "/endpoint", aimedAt(victim.address(), push))
                                    .status())
                            .isBetween(200, 204);
                    if (push == 0) {
                        ready(path, "READY");
                        stream.anna.awaitAfter(seen, step("9"), PATIENCE);
                    }
                    stream.frames(15);
                }
                ready(path, "CLOSED");
                stream.frames(15);
                long sent = stream.lab.datagramsTo(victim.address()).packets();
                long minutes = 1 + Duration.ofNanos(System.nanoTime() - start).toMinutes();
                System.out.printf("%d datagrams to the victim%n", sent);
                assertThat(sent).as("datagrams to the victim").isBetween(1L, (1 + minutes) * CheckBudget.HOST_MAX);
                stream.frames(60);
                assertThat(stream.lab.datagramsTo(victim.address()).packets())
                        .as("those after the request is closed")
                        .isEqualTo(sent);
                List<PacketCapture.Packet> received = capture.packets().stream()
                        .filter(PacketCapture.Packet::udp)
                        .filter(packet -> packet.to().getAddress().equals(victim.address()))
                        .toList();
                assertThat(received).hasSize((int) sent).allMatch(packet -> isCheck(packet.payload()));
                Map<Integer, Integer> byPort = new HashMap<>();
                received.forEach(packet -> byPort.merge(packet.toPort(), 1, Integer::sum));
                assertThat(byPort.values())
                        .as("checks to one address and port")
                        .allMatch(checks -> checks <= CheckBudget.UNANSWERED_MAX);
            }
        });
    }

    private void ready(String path, String status) throws Exception {
        assertThat(stream.peers
                        .call(stream.lab.attacker(), "mallory", "PUT", path + "/status", Map.of("status", status))
                        .status())
                .isBetween(200, 204);
    }

    /// As many addresses of the victim's as an endpoint may have, others at each push.
    private static Map<String, Object> aimedAt(InetAddress victim, int push) {
        String address = victim.getHostAddress();
        int first = 9000 + push * CANDIDATES;
        List<Map<String, Object>> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            candidates.add(Map.of(
                    "kind", "host", "priority", 1000 - i, "foundation", "1", "address", address, "port", first + i));
        }
        Map<String, Object> endpoint = new HashMap<>(Endpoints.at(address, first));
        endpoint.put("candidates", candidates);
        return endpoint;
    }

    @Test
    void aFloodOfNoiseTakesNoMemoryAndNoPicture() throws Exception {
        Map<String, JvmMemory> before = stream.memory();
        stream.unharmed(() -> stream.flood(50_000, 5_000));
        FloodedMemory.assertFlat(before, stream.memory());
    }

    /// An answer to each authentic check, and some checks in return; nothing that belongs to the stream.
    private static void assertFewChecksOnly(List<byte[]> received, int checksSent) {
        assertThat(received).allMatch(bytes -> Demultiplexer.classify(bytes) == Demultiplexer.Kind.STUN);
        int checks = (int) received.stream().filter(LabAttackTest::isCheck).count();
        assertThat(received.size() - checks).as("answers").isBetween(1, checksSent);
        assertThat(checks).as("checks in return").isBetween(1, CheckBudget.UNANSWERED_MAX + CheckBudget.RETURNED_MAX);
    }

    private static boolean isCheck(byte[] bytes) {
        StunMessage message = StunMessage.parse(bytes);
        return message != null
                && message.kind() == StunMessage.Kind.REQUEST
                && message.method() == StunMessage.BINDING
                && message.userName() != null;
    }
}
