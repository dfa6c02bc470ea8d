package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A process that was started ahead of time becomes the next `watch`, and nobody can tell it from one that was not.
class StandbyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private static Path shared;

    private static TestMediator mediator;
    private static PeercadeProcess anna;
    private static Path launcher;

    @TempDir
    private Path home;

    @BeforeAll
    static void stream() throws Exception {
        launcher = launcherBesideTheBuild();
        mediator = TestMediator.start(shared);
        mediator.rest().register("anna", "ben");
        anna = PeercadeProcess.start(
                shared, mediator.rest().as("anna", "stream", "--game", "x", "--source", "scene", "--fps", "30"));
        anna.await(step("3"), PATIENCE);
    }

    @AfterAll
    static void end() {
        anna.close();
        mediator.close();
    }

    /// The launcher would build the real one while this build is under way.
    private static Path launcherBesideTheBuild() throws IOException {
        Path built = Path.of("..", "cli", "target").toRealPath();
        Path target = Files.createDirectories(shared.resolve("house/cli/target"));
        Files.createSymbolicLink(target.resolve("peercade.jar"), built.resolve("peercade.jar"));
        Files.createSymbolicLink(target.resolve("lib"), built.resolve("lib"));
        Files.createFile(target.resolve("peercade-built"));
        Files.copy(Path.of("..", "cli", "standby.bash"), shared.resolve("house/cli/standby.bash"));
        return Files.copy(
                Path.of("..", "peercade"), shared.resolve("house/peercade"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @AfterEach
    void nothingStaysBehind() throws IOException {
        new StandbyFolders(home).close();
    }

    @Test
    void theWaitingProcessShowsThePictureAndLeavesTheNext() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben =
                watch("--streamer", "anna", "--seconds", "2", "--record", "seen.mkv", "--standby", "60")) {
            ben.await(event("figures"), PATIENCE);
            assertThat(isHandedOver(ben)).isTrue();
            assertThat(waiting.isAlive()).isTrue();
            assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
            JsonNode summary = ben.events().getLast();
            assertThat(summary.path("distinctFrames").asLong()).isGreaterThan(10);
            assertThat(ben.events()).first().matches(event("step"));
        }
        assertThat(home.resolve("seen.mkv")).as("in the launcher's folder").isNotEmptyFile();
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        new StandbyFolders(home).ready(waiting);
    }

    @Test
    void whatGoesWrongIsToldAsElsewhere() throws Exception {
        String[] wrong = {"--session", new UUID(0, 1).toString()};
        ProcessHandle waiting = waiting();
        try (PeercadeProcess handed = watch(wrong)) {
            int code = handed.exitCode(PATIENCE);
            assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
            try (PeercadeProcess cold = watch(wrong)) {
                assertThat(code).isEqualTo(cold.exitCode(PATIENCE)).isEqualTo(4);
                assertThat(handed.events().getLast().path("endReason"))
                        .isEqualTo(cold.events().getLast().path("endReason"));
                assertThat(handed.text()).isEqualTo(cold.text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void signalsEndItAsElsewhere(String signal, int exitCode) throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben = watch("--streamer", "anna", "--standby", "60")) {
            ben.await(event("figures"), PATIENCE);
            assertThat(isHandedOver(ben)).isTrue();
            kill(signal, ben.handle());
            assertThat(ben.exitCode(PATIENCE)).isEqualTo(exitCode);
            assertThat(ben.events()).last().matches(event("summary"));
        }
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        assertThat(new StandbyFolders(home).folders())
                .as("what is stopped leaves nothing behind")
                .isEmpty();
    }

    @Test
    void itEndsWithALauncherThatIsKilled() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben = watch("--streamer", "anna")) {
            ben.await(event("figures"), PATIENCE);
            kill("KILL", ben.handle());
            assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void theLauncherEndsWithAProcessThatIsKilled() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben = watch("--streamer", "anna")) {
            ben.await(event("figures"), PATIENCE);
            kill("KILL", waiting);
            assertThat(ben.exitCode(PATIENCE)).isEqualTo(137);
            assertThat(ben.text()).contains("was killed");
        }
    }

    @Test
    void whoHasNoOutputGetsTheRecordingAllTheSame() throws Exception {
        ProcessHandle waiting = waiting();
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&- 2>&-", "sh"));
        command.addAll(command("--streamer", "anna", "--seconds", "2", "--record", "unseen.mkv"));
        try (PeercadeProcess ben = PeercadeProcess.byCommand(home, command)) {
            assertThat(ben.exitCode(PATIENCE)).isZero();
        }
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        assertThat(home.resolve("unseen.mkv")).isNotEmptyFile();
    }

    @Test
    void ofTwoAtOnceOneStartsAProcessOfItsOwn() throws Exception {
        waiting();
        try (PeercadeProcess one = watch("--streamer", "anna", "--seconds", "30");
                PeercadeProcess other = watch("--streamer", "anna", "--seconds", "30")) {
            one.await(event("figures"), PATIENCE);
            other.await(event("figures"), PATIENCE);
            assertThat(List.of(isHandedOver(one), isHandedOver(other))).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void aPersonIsAskedByAProcessOfTheTerminal() throws Exception {
        ProcessHandle waiting = waiting();
        List<String> command = List.of(
                launcher.toString(),
                "watch",
                "--list",
                "--json",
                "--user",
                "ben",
                "--server",
                "" + mediator.rest().uri());
        try (PeercadeProcess asked = PeercadeProcess.atTerminal(home, Rest.PASSWORD + "\n", command)) {
            assertThat(asked.exitCode(PATIENCE)).as(asked.text()).isZero();
            assertThat(asked.text()).containsOnlyOnce("Password of ben").doesNotContain("peercade:");
            assertThat(asked.events()).hasSize(1).allMatch(event("session"));
        }
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
    }

    @Test
    void oneThatHangsCostsOnlyTime() throws Exception {
        ProcessHandle waiting = waiting();
        kill("STOP", waiting);
        try (PeercadeProcess ben = watch("--list")) {
            assertThat(ben.exitCode(PATIENCE)).isZero();
            assertThat(ben.text().lines())
                    .as("only what is said of the password file")
                    .hasSize(1);
            assertThat(ben.events()).hasSize(1);
        }
        assertThat(waiting.onExit()).as("it would hang for ever").succeedsWithin(PATIENCE);
    }

    /// Another mask, and a password that only a descriptor of the caller's leads to.
    @ParameterizedTest
    @ValueSource(strings = {"umask 027; \"$@\"", "cat password | \"$@\" --password-file /dev/stdin"})
    void itServesNobodyWhoseCircumstancesAreOthers(String script) throws Exception {
        ProcessHandle waiting = waiting();
        Files.writeString(home.resolve("password"), Rest.PASSWORD);
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh", launcher.toString()));
        command.addAll(List.of("watch", "--list", "--json", "--user", "ben"));
        command.addAll(List.of("--server", mediator.rest().uri().toString()));
        if (!script.contains("--password-file")) {
            command.addAll(List.of("--password-file", "password"));
        }
        try (PeercadeProcess cold = PeercadeProcess.byCommand(home, command)) {
            assertThat(cold.exitCode(PATIENCE)).as(cold.text()).isZero();
        }
        assertThat(waiting.isAlive()).isTrue();
    }

    @Test
    void aServiceWithoutAHomeHasOneToo() throws Exception {
        List<String> command = new ArrayList<>(
                List.of("env", "-u", "HOME", "-u", "XDG_RUNTIME_DIR", "XDG_STATE_HOME=" + home.resolve("state")));
        command.addAll(command("--list"));
        try (PeercadeProcess ben = PeercadeProcess.byCommand(home, command)) {
            assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
        }
    }

    @Test
    void itEndsUnusedAfterItsTime() throws Exception {
        ProcessHandle waiting = waiting("1");
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        assertThat(new StandbyFolders(home).folders()).isEmpty();
    }

    /// A command that is Java's own has become Java.
    private static boolean isHandedOver(PeercadeProcess command) {
        return command.handle().info().command().orElseThrow().endsWith("bash");
    }

    private static void kill(String signal, ProcessHandle process) throws Exception {
        Tools.run(Tools.require("sh"), "-c", "kill -" + signal + " " + process.pid());
    }

    private ProcessHandle waiting() throws Exception {
        return waiting("60");
    }

    private ProcessHandle waiting(String seconds) throws Exception {
        PeercadeProcess.byCommand(home, List.of(launcher.toString(), "standby", "--standby", seconds));
        return new StandbyFolders(home).ready(null);
    }

    private PeercadeProcess watch(String... more) throws IOException {
        return PeercadeProcess.byCommand(home, command(more));
    }

    private static List<String> command(String... more) throws IOException {
        String[] watch = Stream.concat(Stream.of("watch"), Stream.of(more)).toArray(String[]::new);
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(mediator.rest().as("ben", watch)));
        return command;
    }
}
