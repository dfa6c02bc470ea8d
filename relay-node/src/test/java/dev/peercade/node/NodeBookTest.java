package dev.peercade.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.edge.nodes.AgentFailure;
import dev.peercade.peer.edge.nodes.FileNodeBook;
import dev.peercade.peer.edge.nodes.NodeAgent;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.NodeMeasurement.Part;
import dev.peercade.peer.session.NodeMeasurement.Step;
import dev.peercade.peer.session.RelayNodeBook;
import dev.peercade.peer.sim.FakeMediator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A peer's table against a real node: coturn, agent, certificate.
class NodeBookTest {

    private static final String WRONG_PIN = "sha-256 " + "AB:".repeat(31) + "AB";

    @TempDir
    Path folder;

    private final List<String> words = new ArrayList<>();

    private RelayNodeBook book(FakeMediator mediator) {
        return FileNodeBook.open(
                () -> mediator.as("ann"), URI.create("http://127.0.0.1:1"), folder.resolve("nodes"), words::add);
    }

    private static List<String> failures(List<NodeMeasurement> told) {
        return told.stream()
                .map(NodeMeasurement::step)
                .filter(Step.Failed.class::isInstance)
                .map(step -> ((Step.Failed) step).why())
                .toList();
    }

    @Test
    void latencyDownloadAndUploadAreMeasuredAndKept() throws Exception {
        try (TestNode node = TestNode.start(folder);
                RelayNodeBook book = book(node.mediator)) {
            book.refresh();
            List<NodeMeasurement> told = new ArrayList<>();
            assertThat(book.measure(book.entries(), told::add)).isEqualTo(3);
            assertThat(failures(told)).isEmpty();
            assertThat(told.stream()
                            .filter(each -> each.step() instanceof Step.Measured)
                            .map(NodeMeasurement::part))
                    .containsExactly(Part.LATENCY, Part.DOWNLOAD, Part.UPLOAD);
            assertThat(told).allMatch(each -> each.number() == 1 && each.of() == 1);
            assertThat(told.stream().map(NodeMeasurement::step).filter(Step.Running.class::isInstance))
                    .allMatch(step -> ((Step.Running) step).fraction() >= 0 && ((Step.Running) step).fraction() <= 1)
                    .hasSizeGreaterThan(4);
            assertThat(book(node.mediator).entries()).singleElement().satisfies(entry -> {
                assertThat(entry.latency()).isBetween(0.01, 1_000.0);
                assertThat(entry.download()).isBetween(1.0, 1e6);
                assertThat(entry.upload()).isBetween(1.0, 1e6);
                assertThat(entry.measuredAt()).isNotNull();
            });
            assertThat(words).isEmpty();
        }
    }

    /// Its TURN port, which bears no certificate for STUN, still answers.
    @Test
    void anAgentWithAnotherCertificateThanTheSignedOneIsNotBelieved() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            FakeMediator other = new FakeMediator(null);
            try (Mediator seat = other.as("operator")) {
                seat.registerRelayNode(new NewRelayNode(
                        "127.0.0.1",
                        null,
                        node.settings.ports().turn(),
                        null,
                        node.settings.ports().agent(),
                        WRONG_PIN,
                        "s".repeat(32)));
            }
            try (RelayNodeBook book = book(other)) {
                book.refresh();
                List<NodeMeasurement> told = new ArrayList<>();
                assertThat(book.measure(book.entries(), told::add)).isEqualTo(1);
                assertThat(failures(told)).hasSize(2).allMatch(why -> why.contains("another certificate"));
                assertThat(book.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.latency()).isNotNull();
                    assertThat(entry.download()).isNull();
                });
            }
        }
    }

    @Test
    void whoAsksTooOftenIsToldSoAndTheTableKeepsWhatItKnew() throws Exception {
        try (TestNode node = TestNode.start(folder);
                RelayNodeBook book = book(node.mediator)) {
            book.refresh();
            NodeEntry before;
            List<NodeMeasurement> told = new ArrayList<>();
            int rounds = 0;
            do {
                before = book.entries().getFirst();
                told.clear();
                rounds++;
            } while (book.measure(book.entries(), told::add) == 3 && rounds < AgentServer.CALLS_PER_MINUTE);
            assertThat(rounds).isGreaterThan(AgentServer.SPEEDTESTS_PER_MINUTE / 2);
            assertThat(failures(told)).isNotEmpty().allMatch(why -> why.contains("no more calls from here for now"));
            assertThat(told).last().satisfies(last -> assertThat(last.step()).isInstanceOf(Step.Failed.class));
            assertThat(book.entries().getFirst().upload()).isEqualTo(before.upload());
        }
    }

    /// What a refusal says is not lost with the connection that it ends.
    @Test
    void anUploadAloneThatIsRefusedIsToldSoToo() throws Exception {
        try (TestNode node = TestNode.start(folder);
                RelayNodeBook book = book(node.mediator)) {
            book.refresh();
            try (NodeAgent agent = new NodeAgent(book.entries().getFirst(), new NodeJson())) {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> isRefused(() -> agent.downloadMbps(1, Duration.ofSeconds(3), fraction -> {})));
                assertThatThrownBy(() -> agent.uploadMbps(10_000_000, Duration.ofSeconds(3), fraction -> {}))
                        .hasMessageContaining("no more calls from here for now");
            }
        }
    }

    private static boolean isRefused(Callable<Double> test) throws Exception {
        try {
            return test.call() < 0;
        } catch (AgentFailure e) {
            return true;
        }
    }

    @Test
    void aNodeThatIsGoneIsToldInWords() throws Exception {
        FakeMediator mediator;
        try (TestNode node = TestNode.start(folder)) {
            mediator = node.mediator;
            book(mediator).refresh();
        }
        mediator.setDown(true);
        try (RelayNodeBook book = book(mediator)) {
            List<NodeMeasurement> told = new ArrayList<>();
            assertThat(book.measure(book.entries(), told::add)).isZero();
            assertThat(failures(told))
                    .containsExactly(
                            "It does not answer over UDP.",
                            "Its agent cannot be reached.",
                            "Its agent cannot be reached.");
        }
    }

    @Test
    void aMeasurementThatIsGivenUpKeepsWhatItHas() throws Exception {
        try (TestNode node = TestNode.start(folder);
                RelayNodeBook book = book(node.mediator)) {
            book.refresh();
            List<NodeMeasurement> told = new ArrayList<>();
            int figures = book.measure(book.entries(), each -> {
                told.add(each);
                if (each.part() == Part.DOWNLOAD) {
                    book.close();
                }
            });
            assertThat(figures).isEqualTo(1);
            assertThat(told.getLast().part()).isEqualTo(Part.DOWNLOAD);
            assertThat(failures(told)).isEmpty();
            assertThat(book.entries().getFirst().latency()).isNotNull();
            assertThat(book.measure(book.entries(), told::add)).isZero();
        }
    }

    @Test
    void whoKnowsOneNodeFindsAllWhileTheMediatorIsAway() throws Exception {
        try (TestNode node = TestNode.start(folder);
                RelayNodeBook book = book(node.mediator)) {
            book.refresh();
            NodeEntry first = book.entries().getFirst();
            RelayNode second;
            try (Mediator seat = node.mediator.as("operator")) {
                second = seat.registerRelayNode(
                        new NewRelayNode("127.0.0.1", null, 9, null, TestNode.freePort(), WRONG_PIN, "s".repeat(32)));
            }
            try (NodeAgent agent = new NodeAgent(first, new NodeJson())) {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> agent.table().ip_address().size() == 2);
            }
            node.mediator.setDown(true);
            assertThat(book.refresh().source()).isEqualTo(RelayNodeBook.Source.NODES);
            assertThat(book.entries()).extracting(NodeEntry::node).containsExactly(first.node(), second);
        }
    }
}
