package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.node.TurnClient;
import dev.peercade.peer.nodes.RecordSignature;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A relay node as an operator runs it: the command, a real coturn, a real mediator, and a peer that is given
/// leave.
class RelayNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int UNAUTHORIZED = 401;

    @TempDir
    Path folder;

    @Test
    void aNodeIsRegisteredAndTakesWhatTheMediatorMintsAndNothingElse() throws Exception {
        Tools.require("turnserver");
        try (TestMediator mediator = TestMediator.start(folder)) {
            Rest rest = mediator.rest();
            rest.register(TestMediator.OPERATOR, "stan", "vera");
            InetSocketAddress turn = new InetSocketAddress("127.0.0.1", freePort());
            try (PeercadeProcess node = node(rest, turn.getPort())) {
                JsonNode relaying = node.await(event("relaying"), PATIENCE);
                assertThat(relaying.path("port").asInt()).isEqualTo(turn.getPort());

                JsonNode info = rest.call(null, "GET", "/info", null).body();
                assertThat(info.path("relayNodes").asInt()).isEqualTo(1);
                JsonNode table = rest.call("vera", "GET", "/relay-nodes", null).body();
                RelayNode record = JsonMapper.builder().build().treeToValue(table.path(0), RelayNode.class);
                assertThat(record.certificatePin())
                        .isEqualTo(relaying.path("pin").asString());
                assertThat(RecordSignature.of(info.path("relayKey").asString()).test(record))
                        .isTrue();

                JsonNode access = access(rest);
                String user = access.path("userName").asString();
                try (TurnClient peer = new TurnClient(
                                turn, user, access.path("credential").asString());
                        TurnClient guesser = new TurnClient(turn, user, "guessed");
                        TurnClient stretched = new TurnClient(
                                turn, "9" + user, access.path("credential").asString())) {
                    assertThat(peer.allocate(false)).isZero();
                    assertThat(guesser.allocate(false)).isEqualTo(UNAUTHORIZED);
                    assertThat(stretched.allocate(false)).as("a later expiry").isEqualTo(UNAUTHORIZED);
                }
                assertThat(Files.readString(folder.resolve("home/data/peercade/node/secret"))
                                .strip())
                        .satisfies(secret -> assertThat(table.toString() + access + node.text() + node.events())
                                .doesNotContain(secret));

                // Forgotten, such as by a database that was restored.
                String first = relaying.path("node").asString();
                assertThat(rest.call(TestMediator.OPERATOR, "DELETE", "/relay-nodes/" + first, null)
                                .status())
                        .isEqualTo(204);
                node.await(notice("node-forgotten"), PATIENCE);
                node.await(
                        event("relaying")
                                .and(again -> !again.path("node").asString().equals(first)),
                        PATIENCE);

                node.interrupt();
                assertThat(node.exitCode(PATIENCE)).isEqualTo(130);
                assertThat(rest.call("vera", "GET", "/relay-nodes", null).body())
                        .isEmpty();
            }
        }
    }

    @Test
    void aNodeOutlivesItsMediatorAndIsInTheTableOfTheNextOne() throws Exception {
        Tools.require("turnserver");
        TestMediator mediator = TestMediator.start(folder);
        Rest rest = mediator.rest();
        rest.register(TestMediator.OPERATOR, "stan", "vera");
        InetSocketAddress turn = new InetSocketAddress("127.0.0.1", freePort());
        try (PeercadeProcess node = node(rest, turn.getPort())) {
            node.await(event("relaying"), PATIENCE);
            JsonNode access = access(rest);
            JsonNode key = rest.call(null, "GET", "/info", null).body().path("relayKey");
            mediator.close();
            node.await(notice("mediator-away"), PATIENCE);
            try (TurnClient peer = new TurnClient(
                    turn,
                    access.path("userName").asString(),
                    access.path("credential").asString())) {
                assertThat(peer.allocate(false)).isZero();
            }
            try (TestMediator next = mediator.startAgain()) {
                assertThat(next.rest().call(null, "GET", "/info", null).body().path("relayKey"))
                        .as("nodes and peers remember it")
                        .isEqualTo(key);
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("mediator/relay-key.pem"))))
                        .isEqualTo("rw-------");
                await().atMost(PATIENCE)
                        .until(() -> next.rest()
                                        .call("vera", "GET", "/relay-nodes", null)
                                        .body()
                                        .size()
                                == 1);
                node.interrupt();
                assertThat(node.exitCode(PATIENCE)).isEqualTo(130);
            }
        }
    }

    @Test
    void whoIsNoOperatorAddsNoNodeAndIsToldWhatToDo() throws Exception {
        Tools.require("turnserver");
        try (TestMediator mediator = TestMediator.start(folder)) {
            Rest rest = mediator.rest();
            rest.register("vera");
            try (PeercadeProcess node =
                    PeercadeProcess.start(folder.resolve("home"), command(rest, "vera", freePort()))) {
                assertThat(node.exitCode(PATIENCE)).isEqualTo(3);
                assertThat(node.await(event("failed"), Duration.ZERO)
                                .path("code")
                                .asString())
                        .isEqualTo("forbidden");
                assertThat(node.handle().descendants()).isEmpty();
            }
        }
    }

    @Test
    void aPeerMeasuresTheNodesAndKnowsThemStillWhileTheMediatorIsAway() throws Exception {
        Tools.require("turnserver");
        TestMediator mediator = TestMediator.start(folder);
        Rest rest = mediator.rest();
        rest.register(TestMediator.OPERATOR, "vera");
        assertThat(nodes(rest, 0).path("ip_address")).as("none yet").isEmpty();
        try (PeercadeProcess node = node(rest, freePort())) {
            String id = node.await(event("relaying"), PATIENCE).path("node").asString();
            Path copy = folder.resolve("copy.json");
            JsonNode table = nodes(rest, 0, "--measure", "--file", copy.toString());
            assertThat(table.path("source").asString()).isEqualTo("mediator");
            JsonNode row = table.path("ip_address").path(0);
            assertThat(row.path("id").asString()).isEqualTo(id);
            assertThat(List.of("latency", "download", "upload"))
                    .allMatch(figure -> row.path(figure).asDouble() > 0);
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(Files.readString(copy))
                            .at("/ip_address/0"))
                    .isEqualTo(row);
            assertThat(nodes(rest, 4, "--node", "203.0.113.1").isMissingNode()).isTrue();

            Path kept = folder.resolve(
                    "vera/data/peercade/nodes/127.0.0.1_" + rest.uri().getPort() + ".json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .isEqualTo("rw-------");

            mediator.close();
            JsonNode told = nodes(rest, 0, "--node", "127.0.0.1");
            assertThat(told.path("source").asString()).isEqualTo("nodes");
            assertThat(told.path("ip_address").path(0)).isEqualTo(row);
            node.interrupt();
            assertThat(node.exitCode(PATIENCE)).isEqualTo(130);
            assertThat(nodes(rest, 0).path("source").asString()).isEqualTo("file");
        } finally {
            mediator.close();
        }
    }

    /// The table that `nodes` shows to vera.
    private JsonNode nodes(Rest rest, int exitCode, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nodes"));
        command.addAll(List.of(options));
        try (PeercadeProcess nodes =
                PeercadeProcess.start(folder.resolve("vera"), rest.as("vera", command.toArray(String[]::new)))) {
            assertThat(nodes.exitCode(PATIENCE)).as(nodes.text()).isEqualTo(exitCode);
            return nodes.events().stream().filter(event("nodes")).findFirst().orElse(MissingNode.getInstance());
        }
    }

    /// Of a streamer's session, for its streamer.
    private static JsonNode access(Rest rest) throws IOException, InterruptedException {
        JsonNode session = rest.call("stan", "POST", "/streaming-sessions", Map.of("game", "Chess", "title", "Relayed"))
                .body();
        String path = "/streaming-sessions/" + session.path("id").asString() + "/relays";
        assertThat(rest.call("vera", "POST", path, null).status()).isEqualTo(403);
        JsonNode accesses = rest.call("stan", "POST", path, null).body();
        assertThat(accesses).hasSize(1);
        return accesses.path(0);
    }

    private PeercadeProcess node(Rest rest, int port) throws IOException {
        return PeercadeProcess.start(folder.resolve("home"), command(rest, TestMediator.OPERATOR, port));
    }

    private static String[] command(Rest rest, String user, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "--address", "127.0.0.1", "--lab"));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--tls-port", Integer.toString(freePort())));
        command.addAll(List.of("--agent-port", Integer.toString(freePort())));
        return rest.as(user, command.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket udp = new DatagramSocket(0);
                    ServerSocket tcp = new ServerSocket(udp.getLocalPort())) {
                if (tcp.getLocalPort() < 49_152) {
                    return tcp.getLocalPort();
                }
            } catch (BindException e) {
                // Only one of the two was free: the next.
            }
        }
    }
}
