package dev.peercade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.node.NodeSettings.Lab;
import dev.peercade.node.NodeSettings.Limits;
import dev.peercade.peer.edge.stream.PinnedTrust;
import dev.peercade.peer.session.PortRelayNodeClient;
import dev.peercade.peer.sim.FakeMediator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The life of a node, with a real coturn and a mediator that forgets and falls silent.
class RunningNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aNodeRegistersBeatsRegistersAgainWhereItWasForgottenAndSaysGoodbye() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            RelayNode first = node.mediator.nodes().getFirst();
            assertThat(first.ipv4()).isEqualTo("127.0.0.1");
            assertThat(first.port()).isEqualTo(node.settings.ports().turn());
            await().atMost(PATIENCE).until(() -> node.mediator.calls("beatRelayNode") > 2);

            node.mediator.forgetNodes();
            await().atMost(PATIENCE).until(() -> !node.mediator.nodes().isEmpty());
            assertThat(node.mediator.nodes().getFirst().id()).isNotEqualTo(first.id());
            assertThat(node.events)
                    .hasExactlyElementsOfTypes(
                            NodeEvent.Registered.class, NodeEvent.Forgotten.class, NodeEvent.Registered.class);

            node.close();
            assertThat(node.mediator.nodes()).isEmpty();
        }
    }

    @Test
    void anOutageOfTheMediatorIsToldOnceAndEndsNothing() throws Exception {
        try (TestNode node = TestNode.start(folder);
                TurnClient peer = node.peer("outage")) {
            assertThat(peer.allocate(false)).isZero();
            node.mediator.setDown(true);
            await().atMost(PATIENCE)
                    .until(() -> node.events.stream().anyMatch(NodeEvent.MediatorAway.class::isInstance));
            int failed = node.mediator.calls("beatRelayNode");
            await().atMost(PATIENCE).until(() -> node.mediator.calls("beatRelayNode") > failed + 2);
            assertThat(peer.permit(node.turn())).isZero();
            node.mediator.setDown(false);
            await().atMost(PATIENCE).until(() -> node.mediator.calls("beatRelayNode") > failed + 5);
            assertThat(node.mediator.nodes()).hasSize(1);
            assertThat(node.events.stream().filter(NodeEvent.MediatorAway.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void aCoturnThatDiesIsStartedAgainAndEndsWithTheNode() throws Exception {
        ProcessHandle second;
        try (TestNode node = TestNode.start(folder)) {
            ProcessHandle first = coturn(node);
            first.destroyForcibly();
            await().atMost(PATIENCE).until(() -> node.events.stream().anyMatch(NodeEvent.TurnBack.class::isInstance));
            second = coturn(node);
            assertThat(second.pid()).isNotEqualTo(first.pid());
            try (TurnClient peer = node.peer("again")) {
                assertThat(peer.allocate(false)).isZero();
            }
        }
        assertThat(second.isAlive()).isFalse();
    }

    private static ProcessHandle coturn(TestNode node) {
        String file = node.settings.dataDir().resolve("turnserver.conf").toString();
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theAgentAndTurnOverTlsShowTheCertificateOfThePinAndTheSecretOutlivesARestart() throws Exception {
        String secret;
        String pin;
        try (TestNode node = TestNode.start(folder)) {
            secret = node.secret();
            pin = node.mediator.nodes().getFirst().certificatePin();
            try (TurnClient peer = node.peer("counted")) {
                assertThat(peer.allocate(false)).isZero();
                JsonNode info = info(node, pin);
                assertThat(info.path("port").asInt())
                        .isEqualTo(node.settings.ports().turn());
                assertThat(info.path("ipv6").asString())
                        .isEqualTo(node.settings.addresses().ipv6Text());
                assertThat(info.at("/load/turnRunning").asBoolean()).isTrue();
                assertThat(info.at("/load/allocations").asInt()).isEqualTo(1);
                assertThat(info.at("/limits/allocations").asInt()).isEqualTo(100);
            }
            int tlsPort = Objects.requireNonNull(node.settings.ports().tls());
            try (SSLSocket socket =
                    (SSLSocket) PinnedTrust.context(pin).getSocketFactory().createSocket(TestNode.V4, tlsPort)) {
                socket.setSoTimeout(10_000);
                socket.startHandshake();
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                assertThat(NodeCertificate.pin(shown)).isEqualTo(pin);
            }
        }
        try (TestNode again = TestNode.start(folder)) {
            assertThat(again.secret()).isEqualTo(secret);
            assertThat(again.mediator.nodes().getFirst().certificatePin()).isEqualTo(pin);
        }
    }

    private static JsonNode info(TestNode node, String pin) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(PinnedTrust.context(pin)).build()) {
            URI uri = URI.create("https://127.0.0.1:" + node.settings.ports().agent() + "/server_info");
            InputStream body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())
                    .body();
            return JsonMapper.builder().build().readTree(body.readNBytes(10_000));
        }
    }

    @Test
    void aCoturnWithKnownHolesRunsInALabOnly() throws Exception {
        TestNode.requireCoturn();
        Coturn installed = Coturn.find(System.getenv("PATH"));
        NodeSettings settings = TestNode.settings(folder, new Limits(0, 10), new Lab(false, List.of()));
        if (installed.version().compareTo(Coturn.MINIMUM) < 0) {
            assertThatThrownBy(() -> RunningNode.start(
                            settings, new PortRelayNodeClient(() -> new FakeMediator(null).as("o")), event -> {}))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining(installed.version().toString())
                    .hasMessageContaining("security holes");
            assertThat(Files.exists(settings.dataDir())).isFalse();
        } else {
            installed.requireSound(false);
        }
    }

    @Test
    void aPortThatIsTakenAndAFolderThatIsInUseAreToldWithARemedy() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            NodeSettings sameFolder = TestNode.settings(folder, new Limits(0, 10), new Lab(true, List.of()));
            assertThatThrownBy(() -> start(sameFolder, node))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("Another relay node is using");
            NodeSettings mediators =
                    TestNode.settings(folder.resolve("m"), new Limits(0, 10), new Lab(true, List.of()));
            Files.createDirectories(mediators.dataDir());
            Files.createFile(mediators.dataDir().resolve("mediator.lock"));
            assertThatThrownBy(() -> start(mediators, node)).hasMessageContaining("is a mediator's data directory");
            assertThatThrownBy(() -> start(
                            new NodeSettings(
                                    node.settings.addresses(),
                                    node.settings.ports(),
                                    node.settings.limits(),
                                    node.settings.lab(),
                                    folder.resolve("same-ports")),
                            node))
                    .hasMessageContaining("cannot be used for TURN");
            NodeSettings own = TestNode.settings(folder.resolve("other"), new Limits(0, 10), new Lab(true, List.of()));
            NodeSettings sameAgentPort = new NodeSettings(
                    own.addresses(),
                    new NodeSettings.Ports(
                            own.ports().turn(),
                            own.ports().tls(),
                            node.settings.ports().agent(),
                            own.ports().relayMin(),
                            own.ports().relayMax()),
                    own.limits(),
                    own.lab(),
                    own.dataDir());
            assertThatThrownBy(() -> start(sameAgentPort, node))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("cannot be used for the agent");
            assertThat(ProcessHandle.current()
                            .children()
                            .filter(child -> child.info()
                                    .commandLine()
                                    .orElse("")
                                    .contains(own.dataDir().toString())))
                    .as("what was started is ended again")
                    .isEmpty();
        }
    }

    private static void start(NodeSettings settings, TestNode node) throws Exception {
        RunningNode.start(settings, new PortRelayNodeClient(() -> node.mediator.as("operator")), event -> {})
                .close();
    }
}
