package dev.peercade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.NodeRow;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.NodeMeasurement.Part;
import dev.peercade.peer.session.NodeMeasurement.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `peercade nodes` shows.
class NodesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final Output output = new TextOutput(terminal, new PrintStream(err, true, StandardCharsets.UTF_8));

    private static NodeRow row(long id, @Nullable String ipv6, @Nullable Integer tlsPort, @Nullable Double latency) {
        return new NodeRow(
                new UUID(id << 32, 1),
                "203.0.113." + id,
                ipv6,
                3478,
                tlsPort,
                3480,
                "sha-256 AB",
                Instant.EPOCH,
                "sig",
                latency,
                latency == null ? null : 94.06,
                null,
                latency == null ? null : Instant.parse("2026-11-30T19:05:59Z"));
    }

    private static NodeMeasurement told(int number, Part part, Step step) {
        NodeEntry entry = new NodeEntry(
                new UUID((long) number << 32, 1),
                "203.0.113.1",
                null,
                3478,
                null,
                3480,
                "sha-256 AB",
                Instant.EPOCH,
                "sig",
                null,
                null,
                null,
                null);
        return new NodeMeasurement(entry, number, 2, part, step);
    }

    @Test
    void theTableIsAlignedAndWhatIsNotMeasuredIsADash() {
        assertThat(NodesTable.lines(
                        List.of(row(1, "2001:db8::1", 5349, 12.345), row(2, null, null, null)), ZoneOffset.UTC))
                .containsExactly(
                        "NODE      ADDRESS                   PORT  TLS   LATENCY  DOWNLOAD     UPLOAD  MEASURED",
                        "00000001  203.0.113.1, 2001:db8::1  3478  5349  12.3 ms  94.1 Mbit/s  -       2026-11-30 19:05",
                        "00000002  203.0.113.2               3478  -     -        -            -       -");
        assertThat(NodesTable.lines(List.of(), ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void jsonIsTheDocumentThatNodesExchangeInOneLine() {
        new JsonOutput(terminal, System.err).show(new CommandEvent.Nodes("file", List.of(row(1, null, null, 12.345))));
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .startsWith("{\"event\":\"nodes\",\"source\":\"file\",\"ip_address\":[{\"id\":\"00000001-0000-")
                .contains("\"ipv4\":\"203.0.113.1\",\"ipv6\":null,\"port\":3478,\"tlsPort\":null")
                .contains("\"latency\":12.345,\"download\":94.06,\"upload\":null")
                .contains("\"measuredAt\":\"2026-11-30T19:05:59Z\"")
                .doesNotContain("\n");
    }

    @Test
    void aNodeOfALyingMediatorCannotSteerTheTerminal() {
        NodeRow plain = row(1, "\u001b[2J", null, null);
        output.show(new CommandEvent.Nodes("mediator", List.of(plain)));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("?[2J").doesNotContain("\u001b");
    }

    @Test
    void atATerminalOneLineIsWrittenOverAndNoneIsLeft() {
        NodesProgress progress = new NodesProgress(output, terminal, NodesProgress.Form.BAR);
        progress.accept(told(1, Part.LATENCY, new Step.Running(0)));
        progress.accept(told(2, Part.DOWNLOAD, new Step.Running(0.41)));
        progress.accept(told(2, Part.UPLOAD, new Step.Measured(40, 0)));
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K", -1);
        assertThat(lines)
                .containsExactly(
                        "",
                        "[--------------------] 1 of 2, node 00000001: latency 0 %",
                        "[###############-----] 2 of 2, node 00000002: download 41 %",
                        "[####################] 2 of 2, node 00000002: upload 100 %",
                        "");
        progress.erase();
        assertThat(out.toString(StandardCharsets.UTF_8).split("\r", -1)).hasSize(lines.length);
    }

    @Test
    void elsewhereEachNodeIsALineAndWhatFailedIsSaidOnce() {
        NodesProgress progress = new NodesProgress(output, terminal, NodesProgress.Form.LINES);
        progress.accept(told(1, Part.LATENCY, new Step.Running(0)));
        progress.accept(told(1, Part.LATENCY, new Step.Measured(12.34, 2)));
        progress.accept(told(1, Part.DOWNLOAD, new Step.Failed("Its agent cannot be reached.")));
        progress.accept(told(1, Part.UPLOAD, new Step.Failed("Its agent cannot be reached.")));
        progress.accept(told(2, Part.LATENCY, new Step.Measured(1, 0)));
        progress.accept(told(2, Part.DOWNLOAD, new Step.Measured(94, 0)));
        progress.accept(told(2, Part.UPLOAD, new Step.Measured(40.06, 0)));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "1 of 2  node 00000001  12.3 ms away, - down, - up",
                        "2 of 2  node 00000002  1.0 ms away, 94.0 Mbit/s down, 40.1 Mbit/s up");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "peercade: Node 00000001: It left 2 of 5 questions unanswered.",
                        "peercade: Node 00000001: Its agent cannot be reached.");
    }

    @Test
    void besideJsonNothingButTroubleIsSaid() {
        NodesProgress progress = new NodesProgress(output, terminal, NodesProgress.Form.SILENT);
        progress.accept(told(1, Part.LATENCY, new Step.Running(0.5)));
        progress.accept(told(1, Part.UPLOAD, new Step.Failed("It is full.")));
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("It is full.");
    }
}
