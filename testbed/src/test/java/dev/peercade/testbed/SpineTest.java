package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.notice;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The main job: the 13 steps carry a real picture from one process to another.
class SpineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void thirteenStepsCarryAPictureFromOneProcessToAnother(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("seen.mkv");
        Path snapshot = folder.resolve("seen.png");
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.start(
                    folder, mediator.as("anna", "stream", "--game", "Freedoom", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                try (PeercadeProcess ben = PeercadeProcess.start(
                        folder,
                        mediator.as(
                                "ben",
                                "watch",
                                "--streamer",
                                "anna",
                                "--seconds",
                                "3",
                                "--record",
                                recording.toString(),
                                "--snapshot",
                                snapshot.toString()))) {
                    assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
                    JsonNode summary = ben.events().getLast();
                    assertThat(summary.path("event").asString()).isEqualTo("summary");
                    assertThat(summary.path("distinctFrames").asLong()).isGreaterThan(100);
                    assertThat(summary.path("width").asInt()).isEqualTo(1280);
                    assertThat(summary.path("path").asString()).isIn("host", "srflx", "prflx");
                    assertThat(summary.path("files")).hasSize(2);
                    assertThat(steps(ben))
                            .containsSubsequence("5", "6", "7", "8")
                            .contains("1", "4B", "13");
                }
                anna.await(notice("viewer-gone"), PATIENCE);
                anna.interrupt();
                assertThat(anna.exitCode(PATIENCE)).isEqualTo(130);
                assertThat(steps(anna))
                        .containsSubsequence("1", "2", "3", "4A", "9")
                        .contains("10", "11")
                        .endsWith("12", "13");
                assertThat(anna.events().getLast().path("event").asString()).isEqualTo("summary");
            }
            assertThat(mediator.call("ben", "GET", "/streaming-sessions", null)
                            .body()
                            .path("items"))
                    .isEmpty();
        }
        assertThat(snapshot).isNotEmptyFile();
        assertThat(Files.size(recording)).isGreaterThan(100_000);
        String probed = Tools.run(
                Tools.require("ffprobe"),
                "-v",
                "error",
                "-count_frames",
                "-show_entries",
                "stream=codec_name,width,nb_read_frames",
                "-of",
                "csv=p=0",
                recording.toString());
        assertThat(probed).startsWith("h264,1280,");
    }

    private static List<String> steps(PeercadeProcess process) {
        return process.events().stream()
                .filter(event("step"))
                .map(step -> step.path("step").asString())
                .distinct()
                .toList();
    }
}
