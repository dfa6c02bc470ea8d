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
        return Files.copy(
                Path.of("..", "peercade"), shared.resolve("house/peercade"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @AfterEach
    void nothingStaysBehind() throws IOException {
        new StandbyFolders(home).close();
    }

    @Test
    void theWaitingProcessShowsThePicture() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben =
                watch("--streamer", "anna", "--seconds", "1", "--record", "seen.mkv", "--standby", "60")) {
            assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
            JsonNode summary = ben.events().getLast();
            assertThat(summary.path("distinctFrames").asLong()).isGreaterThan(10);
            assertThat(ben.events()).first().matches(event("step"));
        }
        assertThat(home.resolve("seen.mkv")).as("in the launcher's folder").isNotEmptyFile();
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        assertThat(new StandbyFolders(home).ready(waiting).pid())
                .as("the next one")
                .isNotEqualTo(waiting.pid());
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
                assertThat(handed.events()).hasSameSizeAs(cold.events());
                assertThat(handed.events().getLast().path("endReason"))
                        .isEqualTo(cold.events().getLast().path("endReason"));
                assertThat(handed.text()).isEqualTo(cold.text());
            }
        }
    }

    @Test
    void controlCEndsItAsElsewhere() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben = watch("--streamer", "anna")) {
            ben.await(event("figures"), PATIENCE);
            ben.interrupt();
            assertThat(ben.exitCode(PATIENCE)).isEqualTo(130);
            assertThat(ben.events()).last().matches(event("summary"));
        }
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
    }

    @Test
    void itEndsWithALauncherThatIsKilled() throws Exception {
        ProcessHandle waiting = waiting();
        try (PeercadeProcess ben = watch("--streamer", "anna")) {
            ben.await(event("figures"), PATIENCE);
            ben.handle().destroyForcibly();
            assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void ofTwoAtOnceOneStartsAProcessOfItsOwn() throws Exception {
        waiting();
        try (PeercadeProcess one = watch("--streamer", "anna", "--seconds", "1");
                PeercadeProcess other = watch("--streamer", "anna", "--seconds", "1")) {
            assertThat(one.exitCode(PATIENCE)).as(one.text()).isZero();
            assertThat(other.exitCode(PATIENCE)).as(other.text()).isZero();
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
    void oneThatDiedOrHangsCostsOnlyTime() throws Exception {
        ProcessHandle waiting = waiting();
        Tools.run(Tools.require("kill"), "-STOP", Long.toString(waiting.pid()));
        try (PeercadeProcess ben = watch("--streamer", "anna", "--seconds", "1")) {
            assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
        }
        assertThat(waiting.onExit()).as("it would hang for ever").succeedsWithin(PATIENCE);
    }

    @Test
    void itServesNobodyWhoseCircumstancesAreOthers() throws Exception {
        ProcessHandle waiting = waiting();
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 027; \"$@\"", "sh"));
        command.addAll(command("--list"));
        try (PeercadeProcess cold = PeercadeProcess.byCommand(home, command)) {
            assertThat(cold.exitCode(PATIENCE)).as(cold.text()).isZero();
        }
        assertThat(waiting.isAlive()).isTrue();
    }

    @Test
    void itEndsUnusedAfterItsTime() throws Exception {
        ProcessHandle waiting = waiting("1");
        assertThat(waiting.onExit()).succeedsWithin(PATIENCE);
        assertThat(new StandbyFolders(home).folders()).isEmpty();
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
