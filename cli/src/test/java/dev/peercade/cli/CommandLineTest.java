package dev.peercade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.Reception;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.model.report.Percentiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private static final StreamFigures FIGURES = new StreamFigures(
            "viewer",
            new UUID(0, 1),
            "host",
            480L,
            600,
            598,
            59.9,
            1280,
            720,
            5530,
            2,
            null,
            0,
            0,
            1,
            new DelayFigures(null, null, null, null, null, new Percentiles(1, 2, 3), null, null),
            new Reception("punched", "better", 2.5, 9000, 60, null, 3),
            null);

    private static String json(CommandEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JsonOutput(new PrintStream(bytes), System.err).show(event);
        return bytes.toString().strip();
    }

    @Test
    void aStepIsOneCompactObject() {
        assertThat(json(CommandEvent.Step.of(ProtocolStep.POLL_VIEW_REQUESTS, ProtocolStep.Actor.STREAMER, 1234)))
                .startsWith("{\"event\":\"step\",\"step\":\"4A\",\"actor\":\"streamer\",\"atMs\":1234")
                .doesNotContain("\n");
    }

    @Test
    void aNodeThatRelaysIsOneLine() {
        CommandEvent.Relaying relaying = new CommandEvent.Relaying(new UUID(0, 1), 3478, null, 3480, "sha-256 AB");
        assertThat(json(relaying))
                .isEqualTo("{\"event\":\"relaying\",\"node\":\"00000000-0000-0000-0000-000000000001\",\"port\":3478,"
                        + "\"tlsPort\":null,\"agentPort\":3480,\"pin\":\"sha-256 AB\"}");
        assertThat(text(relaying))
                .contains("relays at port 3478;", "sha-256 AB")
                .doesNotContain("TLS");
    }

    @Test
    void aSummaryHoldsItsFiguresFlatAndWhatIsNotMeasuredIsNull() {
        assertThat(json(new CommandEvent.Summary(10_000, FIGURES, "Left.", List.of("/tmp/a.mkv"))))
                .startsWith("{\"event\":\"summary\",\"atMs\":10000")
                .contains("\"session\":\"00000000-0000-0000-0000-000000000001\"")
                .contains("\"path\":\"host\"", "\"firstFrameMs\":480", "\"frames\":600", "\"distinctFrames\":598")
                .contains("\"fps\":59.9", "\"width\":1280", "\"height\":720", "\"bitrateKbps\":5530")
                .contains("\"packetsLost\":2", "\"packetsRepaired\":null", "\"freezeMs\":0", "\"lateFrames\":0")
                .contains("\"delayMs\":{\"capture\":null", "\"decode\":{\"p50\":1.0,\"p95\":2.0,\"p99\":3.0}")
                .contains(
                        "\"reception\":{\"rung\":\"punched\",\"why\":\"better\",\"roundTripMs\":2.5,\"packets\":9000,\"incomingFps\":60.0,\"shownFps\":null")
                .contains("\"networkFrames\":3}")
                .doesNotContain("\"figures\"");
    }

    @Test
    void whatEndedBeforeItsFirstPictureHasNoRowOfZeros() {
        StreamFigures none = new StreamFigures(
                "viewer",
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                0,
                0,
                0,
                new DelayFigures(null, null, null, null, null, null, null, null),
                null,
                null);
        assertThat(text(new CommandEvent.Summary(900, none, "Turned down.", List.of())))
                .isEqualTo("viewer: Turned down.");
        assertThat(text(new CommandEvent.Summary(900, FIGURES, "Left.", List.of())))
                .contains("600 frames", "path direct, same network");
    }

    private static String text(CommandEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TextOutput(new PrintStream(bytes), System.err).show(event);
        return bytes.toString().strip();
    }

    @Test
    void whatStrangersWriteCannotSteerTheTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TextOutput(new PrintStream(bytes), System.err)
                .show(new CommandEvent.Listed(
                        new UUID(0, 1), "anna", "Doom", "\u001b[2J\rowned\n", "READY", 0, "open"));
        assertThat(bytes.toString().stripTrailing())
                .doesNotContain("\u001b", "\r", "\n")
                .contains("?[2J?owned?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "server", "register", "stream", "watch", "doctor", "node", "nodes"})
    void everyCommandExplainsItself(String command) {
        assertThat(Main.run(command, "--help")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sing",
                "watch",
                "watch --session nonsense",
                "watch --session 00000000-0000-0000-0000-000000000001 --list",
                "stream --source moon --game x --user u",
                "stream --game x --user u --size big",
                "demo --seconds 0",
                "demo --fps 0",
                "demo --fps 241",
                "demo --bitrate 0",
                "demo --bitrate 49",
                "demo --size 0x720",
                "stream --user u --password-file /etc/hostname",
                "stream --game x --user u --password-file /nonexistent",
                "register --server ftp://example.org --user u --password-file /etc/hostname",
                "register --server http://127.0.0.1:1",
                "server --port 99999",
                "server --stun-port no",
                "doctor --session nonsense",
                "doctor --timeout 0",
                "doctor --server ftp://example.org",
                "doctor --stun-server nowhere",
                "node",
                "node --address node.example",
                "node --address 0.0.0.0",
                "node --address ::1",
                "node --address6 203.0.113.1",
                "node --address 203.0.113.1 --port 0",
                "node --address 203.0.113.1 --port 3480",
                "node --address 203.0.113.1 --tls-port 3478",
                "node --address 203.0.113.1 --tls-port none",
                "node --address 203.0.113.1 --relay-ports 49152",
                "node --address 203.0.113.1 --relay-ports 65535-49152",
                "node --address 203.0.113.1 --relay-ports 80-90",
                "node --address 203.0.113.1 --allow-peers 10.0.0.0/8",
                "node --address 203.0.113.1 --lab --allow-peers 10.0.0.0/33",
                "node --address 203.0.113.1 --max-allocations 0",
                "node --address 203.0.113.1",
                "nodes",
                "nodes --user u --password-file /nonexistent",
                "nodes --measure=now",
                "watch --list --user u --password-file /etc/hostname --record night.mp4",
                "watch --list --user u --password-file /etc/hostname --snapshot last.jpg",
                "watch --list --user u --password-file /etc/hostname --stun-server nowhere"
            })
    void wrongOptionsEndWithTwo(String arguments) {
        assertThat(Main.run(arguments.split(" "))).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void whatIsMisspeltIsNamedWithWhatWasMeant() throws Exception {
        assertThat(said("wach"))
                .isEqualTo("peercade: There is no command 'wach'. Did you mean watch? See 'peercade --help'.\n");
        assertThat(said("watch", "--recrod", "x.mkv"))
                .startsWith("peercade: There is no option '--recrod'. Did you mean --record?");
        assertThat(said("stream", "--game", "two", "words")).startsWith("peercade: 'words' is one word too many. See");
    }

    @Test
    void aPasswordThatOthersMayReadIsTold(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "correct horse");
        String[] command = {
            "watch", "--list", "--user", "u", "--password-file", file.toString(), "--server", "http://127.0.0.1:1"
        };
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(said(command)).contains("may read the password in " + file, "chmod 600 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(said(command)).doesNotContain("chmod").contains("peercade: ");
    }

    /// What a command that fails leaves on standard error.
    private static String said(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(arguments)).isNotZero();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noTimeIsShorterThanASecond() {
        for (Object command : List.of(new DemoCommand(), new StreamCommand(), new WatchCommand())) {
            for (String seconds : List.of("0", "-1", "99999999999", "soon")) {
                assertThatThrownBy(() -> new CommandLine(command).parseArgs("--seconds=" + seconds))
                        .hasMessageContaining("from 1 on, not '" + seconds + "'");
            }
        }
    }

    @Test
    void everyOptionHasAnEnvironmentVariableAndTheCommandLineWins() {
        CommandLine commandLine = new CommandLine(new WatchCommand())
                .setDefaultValueProvider(
                        new EnvironmentDefaults(Map.of("PEERCADE_SECONDS", "7", "PEERCADE_USER", "anna")));
        commandLine.parseArgs("--list", "--user", "ben");
        assertThat(commandLine.getCommandSpec().findOption("--seconds").<Duration>getValue())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(commandLine.getCommandSpec().findOption("--user").<String>getValue())
                .isEqualTo("ben");
        assertThat(EnvironmentDefaults.variable("--password-file")).isEqualTo("PEERCADE_PASSWORD_FILE");
    }

    @Test
    void whatToWatchMayComeFromTheEnvironmentButMustBeOneThing() throws Exception {
        assertThat(WatchCommand.Wanted.ofEnvironment(Map.of("PEERCADE_STREAMER", "ben")).streamer)
                .isEqualTo("ben");
        assertThat(WatchCommand.Wanted.ofEnvironment(Map.of("PEERCADE_LIST", "true")).list)
                .isTrue();
        assertThat(WatchCommand.Wanted.ofEnvironment(Map.of()).nothing()).isTrue();
        for (Map<String, String> unclear : List.of(
                Map.of("PEERCADE_STREAMER", "ben", "PEERCADE_LIST", "true"), Map.of("PEERCADE_SESSION", "nonsense"))) {
            assertThatThrownBy(() -> WatchCommand.Wanted.ofEnvironment(unclear)).hasMessageEndingWith(".");
        }
        CommandLine commandLine = new CommandLine(new WatchCommand())
                .setDefaultValueProvider(new EnvironmentDefaults(Map.of("PEERCADE_SESSION", "not even one")));
        assertThatCode(() -> commandLine.parseArgs("--streamer", "ben")).doesNotThrowAnyException();
    }
}
