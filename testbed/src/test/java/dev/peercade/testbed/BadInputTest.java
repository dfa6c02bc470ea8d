package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.notice;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.session.SessionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What goes wrong says so in a sentence with the remedy, ends with the right code, and leaves nothing half done.
class BadInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Closed, since nobody runs the discard service of RFC 863 any more.
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    static Path folder;

    static TestMediator running;
    static Rest mediator;

    @BeforeAll
    static void start() throws Exception {
        running = TestMediator.start(folder);
        mediator = running.rest();
        mediator.register("anna", "ben", "carol", "dora", "emil", "fritz");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static JsonNode failure(int exitCode, String... command) throws Exception {
        try (PeercadeProcess process = PeercadeProcess.start(folder, command)) {
            assertThat(process.exitCode(PATIENCE)).as(process.text()).isEqualTo(exitCode);
            JsonNode failed = process.events().getLast();
            assertThat(failed.path("event").asString()).isEqualTo("failed");
            assertThat(failed.path("message").asString()).endsWith(".");
            assertThat(failed.path("remedy").asString()).endsWith(".");
            assertThat(process.text()).doesNotContain("Exception", "\tat ");
            return failed;
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong horse battery\n");
        String[] command = mediator.as("ben", "watch", "--list");
        command[List.of(command).indexOf("--password-file") + 1] = wrong.toString();
        assertThat(failure(3, command).path("code").asString()).isEqualTo("unauthenticated");
    }

    @Test
    void anUnknownStreamerIsNotFound() throws Exception {
        assertThat(failure(4, mediator.as("ben", "watch", "--streamer", "nobody"))
                        .path("message")
                        .asString())
                .contains("nobody");
    }

    @Test
    void anUnknownSessionIsNotFound() throws Exception {
        assertEndsBadly(4, "not-found", "ben", "watch", "--session", "00000000-0000-0000-0000-000000000001");
    }

    @Test
    void aDeadMediatorIsNamed() throws Exception {
        String[] command = mediator.as("ben", "watch", "--list");
        command[List.of(command).indexOf("--server") + 1] = "http://" + NOBODY;
        assertThat(failure(1, command).path("code").asString()).isEqualTo("unreachable");
    }

    @Test
    void withoutADisplayNothingIsSaidToTheMediator() throws Exception {
        JsonNode failed = failure(4, mediator.as("fritz", "stream", "--game", "x", "--source", "screen"));
        assertThat(failed.path("code").asString()).isEqualTo("no-display");
        assertThat(statusesOf("fritz")).isEmpty();
    }

    @Test
    void aWindowThatClosesEndsTheStreamAndTheSession() throws Exception {
        try (VirtualScreen screen = VirtualScreen.start("640x480")) {
            Process terminal = screen.run(Tools.require("xterm"), "-T", "short-lived");
            screen.awaitWindow("short-lived");
            try (PeercadeProcess carol = PeercadeProcess.start(
                    folder,
                    mediator.as(
                            "carol",
                            "stream",
                            "--game",
                            "x",
                            "--source",
                            "window:title=short-lived",
                            "--display",
                            screen.display()))) {
                carol.await(step("3"), PATIENCE);
                terminal.destroy();
                carol.await(notice("window-closed"), PATIENCE);
                assertThat(carol.exitCode(PATIENCE)).isEqualTo(1);
                assertThat(carol.events().stream().anyMatch(step("12"))).isTrue();
            }
            assertThat(statusesOf("carol")).containsExactly("FINISHED");
        }
    }

    @Test
    void aStreamerBehindAClosedPortIsNoPath() throws Exception {
        JsonNode session = mediator.call(
                        "dora", "POST", "/streaming-sessions", Map.of("game", "x", "title", "closed", "replace", true))
                .body();
        String path = "/streaming-sessions/" + session.path("id").asString();
        assertThat(mediator.call("dora", "PUT", path + "/endpoint", Endpoints.at("127.0.0.1", 9))
                        .status())
                .isBetween(200, 204);
        assertEndsBadly(
                5, "no-path", "ben", "watch", "--session", session.path("id").asString());
        mediator.call("dora", "PUT", path + "/status", Map.of("status", "FINISHED"));
    }

    @Test
    void withoutAStunServerTheStreamerIsToldAndStillReachableHere() throws Exception {
        try (PeercadeProcess emil = PeercadeProcess.start(
                folder, mediator.as("emil", "stream", "--game", "x", "--source", "scene", "--stun-server", NOBODY))) {
            emil.await(step("3"), PATIENCE);
            try (PeercadeProcess ben = PeercadeProcess.start(
                    folder, mediator.as("ben", "watch", "--streamer", "emil", "--seconds", "1"))) {
                assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
            }
            emil.interrupt();
            emil.exitCode(PATIENCE);
        }
    }

    @Test
    void aFullDiskEndsTheRecordingButNotThePicture() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"),
                "this test mounts a small disk and needs root for that");
        Tools.run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString());
        try (PeercadeProcess anna =
                PeercadeProcess.start(folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"))) {
            anna.await(step("3"), PATIENCE);
            Path recording = small.resolve("full.mkv");
            try (PeercadeProcess ben = PeercadeProcess.start(
                    folder,
                    mediator.as(
                            "ben",
                            "watch",
                            "--streamer",
                            "anna",
                            "--seconds",
                            "8",
                            "--record",
                            recording.toString()))) {
                JsonNode full = ben.await(notice("disk-full"), PATIENCE);
                int seen = ben.events().indexOf(full);
                ben.awaitAfter(seen, event("figures"), PATIENCE);
                assertThat(ben.exitCode(PATIENCE)).isEqualTo(1);
            }
            assertThat(Tools.run(
                            Tools.require("ffprobe"),
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_name",
                            "-of",
                            "csv=p=0",
                            recording.toString()))
                    .startsWith("h264");
            anna.interrupt();
            anna.exitCode(PATIENCE);
        } finally {
            Tools.run("umount", small.toString());
        }
    }

    @Test
    void anEarlierRecordingStaysWhenThereIsNothingToRecord() throws Exception {
        Path recording = Files.writeString(folder.resolve("last-night.mkv"), "what was recorded last night");
        Path fresh = folder.resolve("fresh.mkv");
        for (Path file : List.of(recording, fresh)) {
            assertEndsBadly(
                    4,
                    "not-found",
                    "ben",
                    "watch",
                    "--session",
                    UUID.randomUUID().toString(),
                    "--record",
                    file.toString());
        }
        assertThat(recording).hasContent("what was recorded last night");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void aWindowThatIsNotThereIsNotFound() throws Exception {
        try (VirtualScreen screen = VirtualScreen.start("640x480")) {
            JsonNode failed = failure(
                    4,
                    mediator.as(
                            "carol",
                            "stream",
                            "--game",
                            "x",
                            "--source",
                            "window:title=nobody",
                            "--display",
                            screen.display()));
            assertThat(failed.path("code").asString()).isEqualTo("source-not-found");
        }
    }

    /// The command begins, then says why it cannot go on.
    private static void assertEndsBadly(int exitCode, String code, String user, String... command) throws Exception {
        try (PeercadeProcess process = PeercadeProcess.start(folder, mediator.as(user, command))) {
            assertThat(process.exitCode(PATIENCE)).as(process.text()).isEqualTo(exitCode);
            JsonNode told = process.await(notice(code), Duration.ZERO);
            assertThat(told.path("text").asString()).endsWith(".");
            assertThat(process.events().getLast().path("event").asString()).isEqualTo("summary");
            assertThat(process.text()).doesNotContain("Exception", "\tat ");
        }
    }

    /// Of every session that the streamer has ever created: only the owner sees those that are NEW or FINISHED.
    private static List<String> statusesOf(String streamer) throws IOException, InterruptedException {
        String all =
                Arrays.stream(SessionStatus.values()).map(SessionStatus::name).collect(Collectors.joining(","));
        return mediator.call(streamer, "GET", "/streaming-sessions?statuses=" + all, null)
                .body()
                .required("items")
                .valueStream()
                .filter(session -> session.path("streamer").asString().equals(streamer))
                .map(session -> session.path("status").asString())
                .toList();
    }
}
