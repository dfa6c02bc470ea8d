package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.ProtocolStep;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The first command that anyone runs.
class DemoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Predicate<JsonNode> FRAMES =
            event("figures").and(figures -> figures.path("frames").asLong() > 0);

    @TempDir
    Path folder;

    @Test
    void theDemoTakesEveryStepAndLeavesARecordingAndASnapshot() throws Exception {
        Path results = folder.resolve("results");
        try (PeercadeProcess demo =
                PeercadeProcess.start(folder, "demo", "--json", "--seconds", "2", "--output", results.toString())) {
            assertThat(demo.exitCode(PATIENCE)).as(demo.text()).isZero();
            assertThat(demo.events().stream()
                            .filter(event("step"))
                            .map(step -> step.path("step").asString())
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProtocolStep.values())
                            .map(ProtocolStep::number)
                            .toList());
            assertThat(demo.events().stream()
                            .filter(event("summary"))
                            .map(summary -> summary.path("role").asString()))
                    .containsExactlyInAnyOrder("streamer", "viewer");
            assertThat(demo.text()).contains(results.toString());
        }
        assertThat(Tools.run(
                        Tools.require("ffprobe"),
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name,width,height",
                        "-of",
                        "csv=p=0",
                        results.resolve("demo.mkv").toString()))
                .startsWith("h264,1280,720");
        BufferedImage snapshot = ImageIO.read(results.resolve("demo.png").toFile());
        assertThat(snapshot.getWidth()).isEqualTo(1280);
        assertThat(leftovers()).isEmpty();
        assertThat(processes()).isEmpty();
    }

    @Test
    void ctrlCEndsTheDemoInOrderAndLeavesNoDatabaseBehind() throws Exception {
        try (PeercadeProcess demo = PeercadeProcess.start(folder, "demo", "--json", "--seconds", "60")) {
            demo.await(FRAMES, PATIENCE);
            demo.interrupt();
            assertThat(demo.exitCode(PATIENCE)).isEqualTo(130);
            assertThat(demo.events().stream()
                            .filter(event("step"))
                            .map(step -> step.path("step").asString()))
                    .contains("12", "13");
            assertThat(demo.events().stream().filter(notice("unreachable"))).isEmpty();
            for (JsonNode summary :
                    demo.events().stream().filter(event("summary")).toList()) {
                assertThat(summary.path("frames").asLong()).isPositive();
            }
        }
        assertThat(leftovers()).isEmpty();
        assertThat(processes()).isEmpty();
    }

    @Tag("proof")
    @Test
    void aNewDemoRemovesWhatAKilledOneLeftAndNothingOfOneThatRuns() throws Exception {
        try (PeercadeProcess running = smallDemo("600");
                PeercadeProcess killed = smallDemo("600")) {
            running.await(FRAMES, PATIENCE);
            killed.await(FRAMES, PATIENCE);
            killed.killHard();
            assertThat(leftovers()).hasSize(2);
            List<ProcessHandle> databases = processes();
            try (PeercadeProcess next = smallDemo("1")) {
                assertThat(next.exitCode(PATIENCE)).as(next.text()).isZero();
            }
            assertThat(leftovers()).hasSize(1);
            assertThat(processes()).isNotEmpty().hasSizeLessThan(databases.size());
            running.awaitAfter(running.events().size(), FRAMES, PATIENCE);
            running.interrupt();
            assertThat(running.exitCode(PATIENCE)).isEqualTo(130);
        }
        assertThat(leftovers()).isEmpty();
        assertThat(processes()).isEmpty();
    }

    private PeercadeProcess smallDemo(String seconds) {
        return PeercadeProcess.start(
                folder, "demo", "--json", "--size", "320x180", "--fps", "10", "--seconds", seconds);
    }

    @AfterEach
    void stopWhatIsLeft() throws IOException {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    /// Those that work in the folder or are told of it, such as a server of PostgreSQL and its children.
    private List<ProcessHandle> processes() throws IOException {
        Path real = folder.toRealPath();
        return ProcessHandle.allProcesses()
                .filter(process -> workingDirectory(process).startsWith(real)
                        || process.info().commandLine().orElse("").contains(folder.toString()))
                .toList();
    }

    private static Path workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException e) {
            return Path.of("gone, or another user's");
        }
    }

    /// The processes have their own folder for temporary files, so nobody else's are counted.
    private Stream<Path> leftovers() throws IOException {
        return Files.list(PeercadeProcess.temporary(folder))
                .filter(file -> file.getFileName().toString().startsWith("peercade-demo"));
    }
}
