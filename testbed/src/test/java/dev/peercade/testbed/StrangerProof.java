package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Nobody can aim a stream at a third party.
@Tag("proof")
class StrangerProof {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// What a streamer may send to an address that has never answered, whoever names it and however often.
    private static final int CHECKS_MAX = 7;

    @Test
    void aThirdPartyNamedInAnEndpointGetsAFewChecksAndNoMedia(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                DatagramSocket victim = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            Rest mediator = running.rest();
            mediator.register("anna", "mallory", "oscar");
            try (PeercadeProcess anna = PeercadeProcess.start(
                    folder, mediator.as("anna", "stream", "--game", "Scene", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                int checks = 0;
                int others = 0;
                for (String attacker : List.of("mallory", "oscar", "mallory")) {
                    int seen = anna.events().size();
                    boolean fresh = aimAt(mediator, attacker, victim.getLocalPort());
                    if (fresh) {
                        anna.awaitAfter(seen, step("9"), PATIENCE);
                    }
                    Counted counted = receiveFor(victim, Duration.ofSeconds(6));
                    checks += counted.checks();
                    others += counted.others();
                }
                assertThat(others)
                        .as("datagrams at the victim that are no connectivity checks")
                        .isZero();
                assertThat(checks).as("connectivity checks at the victim").isBetween(1, CHECKS_MAX);
            }
        }
    }

    /// @return whether the attacker's request is new, and not one whose endpoint is only pushed again
    private static boolean aimAt(Rest mediator, String attacker, int port) throws Exception {
        JsonNode session = mediator.onlySession(attacker);
        JsonNode request = mediator.call(
                        attacker,
                        "POST",
                        "/streaming-sessions/" + session.path("id").asString() + "/view-requests",
                        Map.of())
                .body();
        String path = "/view-requests/" + request.path("id").asString();
        Map<String, Object> endpoint = Endpoints.at("127.0.0.1", port);
        assertThat(mediator.call(attacker, "PUT", path + "/endpoint", endpoint).status())
                .isBetween(200, 204);
        boolean fresh = request.path("status").asString().equals("NEW");
        if (fresh) {
            assertThat(mediator.call(attacker, "PUT", path + "/status", Map.of("status", "READY"))
                            .status())
                    .isBetween(200, 204);
        }
        return fresh;
    }

    private record Counted(int checks, int others) {}

    private static Counted receiveFor(DatagramSocket victim, Duration span) throws Exception {
        int checks = 0;
        int others = 0;
        long end = System.nanoTime() + span.toNanos();
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        for (long left = span.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            victim.setSoTimeout((int) left);
            try {
                packet.setLength(2048);
                victim.receive(packet);
            } catch (SocketTimeoutException e) {
                break;
            }
            assertThat(packet.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            // RFC 8489, section 5: two zero bits, and the magic cookie.
            byte[] data = packet.getData();
            boolean stun = packet.getLength() >= 20 && (data[0] & 0xC0) == 0 && data[4] == 0x21 && data[5] == 0x12;
            if (stun) {
                checks++;
            } else {
                others++;
            }
        }
        return new Counted(checks, others);
    }
}
