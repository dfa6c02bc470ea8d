package dev.peercade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.edge.stream.PinnedTrust;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.session.PortRelayNodeClient;
import dev.peercade.peer.sim.FakeMediator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The agent's HTTPS rim, by real calls of strangers: what it tells, what it takes, and where it stops.
class AgentServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PIN = "sha-256 " + "AB:".repeat(31) + "AB";

    @TempDir
    Path folder;

    private final FakeMediator mediator = new FakeMediator(null);
    private final List<AutoCloseable> open = new ArrayList<>();

    /// An agent without a TURN server.
    private record Agent(int port, String pin, KnownNodes known, HttpClient client) {

        HttpResponse<String> get(String path) throws Exception {
            return client.send(request(path).GET().build(), BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, byte[] body) throws Exception {
            return client.send(
                    request(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
        }

        HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path));
        }
    }

    private Agent agent;

    @BeforeEach
    void start() throws Exception {
        agent = agent("one");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    private Agent agent(String name) throws Exception {
        NodeFolder home = NodeFolder.open(folder.resolve(name));
        open.add(home);
        NodeJson json = new NodeJson();
        KnownNodes known = new KnownNodes(home, json);
        try (Mediator seat = mediator.as("node")) {
            known.trust(String.valueOf(seat.info().relayKey()));
        }
        NodeCertificate certificate = NodeCertificate.own(home);
        int port = TestNode.freePort();
        SpeedTest speedTest = new SpeedTest();
        open.add(AgentServer.start(
                List.of(TestNode.V4),
                port,
                certificate.context(),
                known,
                json,
                speedTest,
                () -> new ServerInfo(
                        "test",
                        "127.0.0.1",
                        null,
                        3478,
                        null,
                        port,
                        new ServerInfo.Load(true, 3, speedTest.running()),
                        new ServerInfo.Limits(10, null, SpeedTest.AT_ONCE),
                        SpeedTest.BYTES_MAX)));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(PinnedTrust.context(certificate.pin()))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        open.add(client);
        return new Agent(port, certificate.pin(), known, client);
    }

    private RelayNode record(long id, String ipv4, int port, int agentPort, String pin) {
        return mediator.signed(
                new NewRelayNode(ipv4, null, port, null, agentPort, pin, "s".repeat(32)),
                new UUID(7, id),
                Instant.EPOCH.plusSeconds(id));
    }

    private static byte[] table(RelayNode... records) {
        return JSON.writeValueAsBytes(new NodeList(List.of(records).stream()
                .map(node -> new NodeEntry(
                        node.id(),
                        node.ipv4(),
                        node.ipv6(),
                        node.port(),
                        node.tlsPort(),
                        node.agentPort(),
                        node.certificatePin(),
                        node.registeredAt(),
                        node.signature(),
                        1.0,
                        9_999.0,
                        9_999.0,
                        Instant.EPOCH))
                .toList()));
    }

    @Test
    void theTableIsOneListAndOnlyWhatTheMediatorSignedComesIn() throws Exception {
        RelayNode genuine = record(1, "203.0.113.1", 3478, 3480, PIN);
        RelayNode lie = new FakeMediator(null)
                .signed(
                        new NewRelayNode("203.0.113.66", null, 3478, null, 3480, PIN, "s".repeat(32)),
                        new UUID(6, 6),
                        Instant.EPOCH);
        HttpResponse<String> answer = agent.post("/ip-table", table(lie, genuine, lie, genuine));
        assertThat(answer.body()).isEqualTo("{\"taken\":1}");
        HttpResponse<String> told = agent.get("/ip-table");
        assertThat(JSON.readTree(told.body()).path("ip_address")).hasSize(1);
        assertThat(told.body())
                .contains("203.0.113.1", "\"latency\":null", "\"download\":null", "\"upload\":null")
                .doesNotContain("203.0.113.66");
        assertThat(Files.readString(folder.resolve("one/ip-table.json"))).contains("203.0.113.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "7",
                "{}",
                "{\"ip_address\":null}",
                "{\"ip_address\":[null]}",
                "{\"ip_address\":[{}]}",
                "{\"ip_address\":[{\"id\":\"x\"}]}",
                "{\"ip_address\":[[[[[[[[[[[[]]]]]]]]]]]]}"
            })
    void whatIsNoTableIsRefused(String body) throws Exception {
        assertThat(agent.post("/ip-table", body.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
        assertThat(agent.known.entries()).isEmpty();
    }

    @Test
    void aTableThatIsTooLongIsRefused() throws Exception {
        byte[] body = ("{\"ip_address\":[" + " ".repeat(NodeJson.BYTES_MAX) + "]}").getBytes(StandardCharsets.UTF_8);
        assertThat(agent.post("/ip-table", body).statusCode()).isEqualTo(413);
    }

    @Test
    void theSpeedTestsMoveWhatWasAskedForAndNoMoreThanTheirLimit() throws Exception {
        assertThat(agent.client
                        .send(agent.request("/speedtest/download?bytes=3000001").build(), BodyHandlers.ofByteArray())
                        .body())
                .hasSize(3_000_001);
        assertThat(agent.get("/speedtest/download?bytes=25000001").statusCode()).isEqualTo(400);
        assertThat(agent.get("/speedtest/download?bytes=-1").statusCode()).isEqualTo(400);
        assertThat(agent.get("/speedtest/download").statusCode()).isEqualTo(400);
        assertThat(agent.get("/speedtest/download?bytes=0").statusCode()).isEqualTo(200);
        assertThat(agent.post("/speedtest/upload", new byte[2_000_000]).body()).isEqualTo("{\"bytes\":2000000}");
        assertThat(SpeedTest.upload(new Endless())).isNegative();
    }

    /// Bytes without end.
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return length;
        }
    }

    @Test
    void onlySoManySpeedTestsRunAtOnce() throws Exception {
        SpeedTest test = new SpeedTest();
        test.tryRun(() -> test.tryRun(() -> test.tryRun(() -> test.tryRun(() -> {
            assertThat(test.running()).isEqualTo(SpeedTest.AT_ONCE);
            assertThat(test.tryRun(() -> {
                        throw new AssertionError("one too many");
                    }))
                    .isFalse();
        }))));
        assertThat(test.running()).isZero();
        assertThat(test.tryRun(() -> {})).isTrue();
    }

    @Test
    void oneSourceGetsSoManyCallsAMinuteAndIsToldWhenToComeAgain() throws Exception {
        for (int i = 0; i < AgentServer.SPEEDTESTS_PER_MINUTE; i++) {
            assertThat(agent.get("/speedtest/download?bytes=1").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = agent.get("/speedtest/download?bytes=1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
        assertThat(agent.get("/server_info").statusCode())
                .as("is another matter")
                .isEqualTo(200);
        int status = 0;
        for (int i = 0; i < AgentServer.CALLS_PER_MINUTE && status != 429; i++) {
            status = agent.get("/server_info").statusCode();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void nothingElseIsThereAndAnotherCertificateIsNotBelieved() throws Exception {
        assertThat(agent.get("/").statusCode()).isEqualTo(404);
        assertThat(agent.get("/secret").statusCode()).isEqualTo(404);
        assertThat(agent.get("/../secret").statusCode()).isEqualTo(404);
        assertThat(agent.post("/server_info", new byte[1]).statusCode()).isEqualTo(404);
        assertThat(agent.get("/server_info").body()).contains("\"allocations\":3", "\"speedtestBytesMax\":25000000");
        try (HttpClient other =
                HttpClient.newBuilder().sslContext(PinnedTrust.context(PIN)).build()) {
            assertThatThrownBy(() -> other.send(agent.request("/server_info").build(), BodyHandlers.discarding()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    /// The mediator is away all the time.
    @Test
    void whoKnowsOneNodeFindsAllAndMeasuresThem() throws Exception {
        Agent two = agent("two");
        Agent three = agent("three");
        RelayNode first = record(1, "127.0.0.1", 1, agent.port, agent.pin);
        RelayNode second = record(2, "127.0.0.1", 2, two.port, two.pin);
        RelayNode third = record(3, "127.0.0.1", 3, three.port, three.pin);
        agent.known.merge(List.of(second));
        two.known.merge(List.of(second, third));
        three.known.merge(List.of(first));
        mediator.setDown(true);
        PortRelayNodeClient away = new PortRelayNodeClient(() -> mediator.as("node"));
        for (Agent each : List.of(agent, two, three)) {
            open.add(TableExchange.begin(
                    away, each.known, new NodeJson(), entry -> entry.agentPort() == each.port, Duration.ofMillis(300)));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> List.of(agent, two, three).stream()
                        .allMatch(each -> each.known.entries().size() == 3));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> agent.known.entries().stream()
                        .filter(entry -> entry.agentPort() != agent.port)
                        .allMatch(entry ->
                                entry.latency() != null && entry.download() != null && entry.upload() != null));
        assertThat(agent.known.entries())
                .filteredOn(entry -> entry.agentPort() != agent.port)
                .allSatisfy(entry -> assertThat(entry.latency()).isBetween(0.0, 10_000.0));
    }

    @Test
    void aTableOutlivesARestartWithoutItsMediatorAndAnotherKeyEmptiesIt() throws Exception {
        RelayNode genuine = record(1, "203.0.113.1", 3478, 3480, PIN);
        agent.known.merge(List.of(genuine));
        agent.known.measured(genuine.id(), 7.5, null, null);
        agent.known.replace(List.of(genuine));
        stop();
        open.clear();
        try (NodeFolder again = NodeFolder.open(folder.resolve("one"))) {
            KnownNodes known = new KnownNodes(again, new NodeJson());
            assertThat(known.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.node()).isEqualTo(genuine);
                assertThat(entry.latency()).isEqualTo(7.5);
            });
            try (Mediator other = new FakeMediator(null).as("node")) {
                known.trust(String.valueOf(other.info().relayKey()));
            }
            assertThat(known.entries()).isEmpty();
            assertThat(known.merge(List.of(genuine))).isZero();
        }
    }
}
