package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A mediator for others makes its own certificate; clients ask once and remember.
class SelfMadeCertificateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static PeercadeProcess server;
    private static String uri;
    private static String pin;

    @BeforeAll
    static void startForOthers() throws Exception {
        server = PeercadeProcess.start(
                folder,
                "server",
                "--json",
                "--bind",
                "0.0.0.0",
                "--port",
                "0",
                "--stun-port",
                "0",
                "--data-dir",
                folder.resolve("mediator").toString());
        JsonNode listening = server.await(event("listening"), PATIENCE);
        uri = listening.path("uri").asString();
        pin = listening.path("pin").asString();
        assertThat(uri).startsWith("https://");
        assertThat(pin).startsWith("sha-256 ");
        Files.writeString(folder.resolve("password"), Rest.PASSWORD + "\n");
    }

    @AfterAll
    static void stop() throws Exception {
        server.interrupt();
        server.exitCode(PATIENCE);
        server.close();
    }

    @Test
    void anUnknownCertificateIsRefusedWithItsPinAndTheWayToAcceptIt() throws Exception {
        try (PeercadeProcess register = PeercadeProcess.start(folder.resolve("a"), register("anna", "--json"))) {
            assertThat(register.exitCode(PATIENCE)).isEqualTo(3);
            JsonNode failed = register.await(event("failed"), Duration.ZERO);
            assertThat(failed.path("code").asString()).isEqualTo("certificate-unknown");
            assertThat(failed.path("message").asString()).contains(pin);
            assertThat(failed.path("remedy").asString()).contains("--server-pin '" + pin + "'");
        }
    }

    @Test
    void theRightPinIsAcceptedAndAWrongOneIsNot() throws Exception {
        try (PeercadeProcess right = PeercadeProcess.start(folder.resolve("b"), register("ben", "--server-pin", pin));
                PeercadeProcess wrong = PeercadeProcess.start(
                        folder.resolve("b"),
                        register("carol", "--server-pin", pin.substring(0, pin.length() - 2) + otherByte()))) {
            assertThat(right.exitCode(PATIENCE)).as(right.text()).isZero();
            assertThat(wrong.exitCode(PATIENCE)).as(wrong.text()).isEqualTo(3);
        }
    }

    @Test
    void atATerminalThePersonIsAskedOnceAndNeverAgain() throws Exception {
        Path home = folder.resolve("c");
        try (PeercadeProcess asked = PeercadeProcess.atTerminal(home, "y\n", register("dora"))) {
            assertThat(asked.exitCode(PATIENCE)).as(asked.text()).isZero();
            assertThat(asked.text()).contains(pin, "Registered dora");
        }
        try (PeercadeProcess known = PeercadeProcess.start(home, register("emil"))) {
            assertThat(known.exitCode(PATIENCE)).as(known.text()).isZero();
        }
    }

    @Test
    void whoSaysNoStaysOutside() throws Exception {
        try (PeercadeProcess asked = PeercadeProcess.atTerminal(folder.resolve("d"), "n\n", register("fritz"))) {
            assertThat(asked.exitCode(PATIENCE)).as(asked.text()).isEqualTo(3);
        }
    }

    private static String otherByte() {
        return pin.endsWith("00") ? "01" : "00";
    }

    private static String[] register(String user, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "register",
                "--server",
                uri,
                "--user",
                user,
                "--password-file",
                folder.resolve("password").toString()));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
