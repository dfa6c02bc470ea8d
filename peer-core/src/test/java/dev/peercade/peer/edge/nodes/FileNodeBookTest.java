package dev.peercade.peer.edge.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.RelayNodeBook;
import dev.peercade.peer.sim.FakeMediator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The table in its file: what it outlives, and what it takes for its own.
class FileNodeBookTest {

    private static final URI SERVER = URI.create("https://Play.example:8480");
    private static final String PIN = "sha-256 " + "AB:".repeat(31) + "AB";

    @TempDir
    Path folder;

    private final FakeMediator mediator = new FakeMediator(null);
    private final List<String> words = new ArrayList<>();

    private RelayNodeBook book(FakeMediator of) {
        return FileNodeBook.open(() -> of.as("ann"), SERVER, folder.resolve("nodes"), words::add);
    }

    private void register(FakeMediator at, int count) throws MediatorFailure {
        try (Mediator seat = at.as("operator")) {
            for (int i = 1; i <= count; i++) {
                seat.registerRelayNode(new NewRelayNode("203.0.113." + i, null, 3478, null, 3480, PIN, "s".repeat(32)));
            }
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(folder.resolve("nodes"))) {
            return all.filter(file -> !file.toString().endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theTableOfTheMediatorIsKeptForItsOwnerOnlyAndRead() throws Exception {
        register(mediator, 2);
        RelayNodeBook book = book(mediator);
        assertThat(book.entries()).isEmpty();
        assertThat(book.refresh().source()).isEqualTo(RelayNodeBook.Source.MEDIATOR);
        assertThat(book.file()).isEqualTo(folder.resolve("nodes/play.example_8480.json"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(book.file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(book.file())).contains("\"ip_address\":[{", "\"relayKey\":", "203.0.113.1");
        assertThat(book(mediator).entries()).extracting(NodeEntry::ipv4).containsExactly("203.0.113.1", "203.0.113.2");
        assertThat(files()).containsExactly(book.file());
        assertThat(words).isEmpty();
    }

    @Test
    void whoTheMediatorNoLongerHasGoesAndWhileItIsAwayAllStay() throws Exception {
        register(mediator, 2);
        RelayNodeBook book = book(mediator);
        book.refresh();
        mediator.setDown(true);
        RelayNodeBook.Learnt away = book.refresh();
        assertThat(away.source()).isEqualTo(RelayNodeBook.Source.FILE);
        assertThat(Objects.requireNonNull(away.away()).remedy()).isNotEmpty();
        assertThat(book.entries()).hasSize(2);
        mediator.setDown(false);
        mediator.forgetNodes();
        book.refresh();
        assertThat(book.entries()).isEmpty();
    }

    @Test
    void aMediatorThatRefusesIsToldAndTheTableStays() throws Exception {
        register(mediator, 1);
        RelayNodeBook book = book(mediator);
        book.refresh();
        mediator.fail("relayNodes", new MediatorFailure("unauthenticated", "No.", "Sign in.", false), 1);
        assertThatThrownBy(book::refresh).isInstanceOf(MediatorException.class);
        assertThat(book.entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"relayKey\":\"",
                "null",
                "[]",
                "{\"ip_address\":[]}",
                "{\"relayKey\":\"AAAA\",\"ip_address\":[]}",
                "{\"relayKey\":7,\"ip_address\":[{}]}"
            })
    void aFileThatIsDamagedIsSetAsideWholeAndAnotherBegun(String text) throws Exception {
        register(mediator, 1);
        RelayNodeBook book = book(mediator);
        Files.createDirectories(folder.resolve("nodes"));
        Files.writeString(book.file(), text);
        assertThat(book.entries()).isEmpty();
        book.refresh();
        assertThat(book(mediator).entries()).hasSize(1);
        Path aside = folder.resolve("nodes/play.example_8480.json.aside-1");
        assertThat(Files.readString(aside)).isEqualTo(text);
        assertThat(words).singleElement().asString().contains("is damaged", aside.toString());

        Files.writeString(book.file(), "again");
        book.refresh();
        assertThat(files()).hasSize(3);
        assertThat(Files.readString(aside)).as("what was set aside before").isEqualTo(text);
    }

    @Test
    void ofWhatWasSetAsideTheLastFewAreKept() throws Exception {
        RelayNodeBook book = book(mediator);
        Files.createDirectories(folder.resolve("nodes"));
        for (int i = 1; i <= 6; i++) {
            Files.writeString(book.file(), "damaged " + i);
            assertThat(book.entries()).isEmpty();
        }
        List<String> kept = new ArrayList<>();
        for (Path file : files()) {
            kept.add(Files.readString(file));
        }
        assertThat(kept).containsExactly("damaged 4", "damaged 5", "damaged 6");
        assertThat(words).hasSize(6);
    }

    @Test
    void aFileThatIsTooLongIsNotReadWhole() throws Exception {
        RelayNodeBook book = book(mediator);
        Files.createDirectories(folder.resolve("nodes"));
        Files.writeString(book.file(), " ".repeat(NodeJson.BYTES_MAX + 1));
        assertThat(book.entries()).isEmpty();
        assertThat(words).hasSize(1);
    }

    @Test
    void aMediatorWithAnotherKeyBeginsATableOfItsOwnAndTheOldOneIsSetAside() throws Exception {
        register(mediator, 2);
        book(mediator).refresh();
        FakeMediator other = new FakeMediator(null);
        register(other, 1);
        RelayNodeBook book = book(other);
        book.refresh();
        assertThat(book.entries()).hasSize(1);
        assertThat(files()).hasSize(2);
        assertThat(words).singleElement().asString().contains("another key");
    }

    @Test
    void aTableThatCannotBeKeptLastsAsLongAsTheBookWhichIsSaidOnce() throws Exception {
        register(mediator, 2);
        Files.writeString(folder.resolve("nodes"), "no folder");
        RelayNodeBook book = book(mediator);
        assertThat(book.entries()).isEmpty();
        book.refresh();
        book.refresh();
        assertThat(book.entries()).hasSize(2);
        assertThat(words).singleElement().asString().contains("cannot be kept", "writable");
    }

    @Test
    void twoProcessesThatSaveAtOnceLoseNothing() throws Exception {
        List<NodeEntry> nodes = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            RelayNode node = mediator.signed(
                    new NewRelayNode("203.0.113." + i, null, 3478, null, 3480, PIN, "s".repeat(32)),
                    new UUID(7, i),
                    Instant.EPOCH);
            nodes.add(new NodeEntry(
                    node.id(),
                    node.ipv4(),
                    null,
                    node.port(),
                    null,
                    node.agentPort(),
                    PIN,
                    node.registeredAt(),
                    node.signature(),
                    null,
                    null,
                    null,
                    null));
        }
        Path path = folder.resolve("shared.json");
        TableFile file = new TableFile(path, new NodeJson(), words::add);
        try (Mediator seat = mediator.as("ann")) {
            String key = String.valueOf(seat.info().relayKey());
            file.update(present -> new KeptTable(key, nodes));
        }
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BusyWriter.class.getName(),
                            path.toString(),
                            Integer.toString(i),
                            "2")
                    .inheritIO()
                    .start());
        }
        try {
            for (Process writer : writers) {
                assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(writer.exitValue()).isZero();
            }
        } finally {
            writers.forEach(Process::destroyForcibly);
        }
        List<NodeEntry> kept = Objects.requireNonNull(file.read()).ip_address();
        assertThat(kept).hasSize(30);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).latency()).isEqualTo(i);
        }
        assertThat(words).isEmpty();
    }
}
