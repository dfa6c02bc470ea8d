package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.notice;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A killed mediator stops no running stream (F6).
@Tag("proof")
class MediatorOutageProof {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void thePictureGoesOnWhileMediatorAndDatabaseAreDeadAndTheSameSessionAfterwards(@TempDir Path folder)
            throws Exception {
        watchThroughAnOutage(folder, 500);
    }

    /// A minute is longer than every patience of the mediator with silent peers.
    @Test
    void soItIsWithAnOutageOfAMinute(@TempDir Path folder) throws Exception {
        watchThroughAnOutage(folder, 3700);
    }

    /// @param frames decoded while the mediator is dead, at 60 a second
    private static void watchThroughAnOutage(Path folder, int frames) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Rest mediator = server.rest();
            mediator.register("anna", "ben", "carol");
            try (PeercadeProcess anna = PeercadeProcess.start(
                    folder, mediator.as("anna", "stream", "--game", "Scene", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                String session = mediator.onlySession("ben").path("id").asString();
                try (PeercadeProcess ben =
                        PeercadeProcess.start(folder, mediator.as("ben", "watch", "--session", session))) {
                    ben.await(event("figures"), PATIENCE);

                    server.killEverything();
                    int before = ben.events().size();
                    long seen = framesSoFar(ben);
                    ben.awaitAfter(
                            before,
                            event("figures")
                                    .and(figures -> figures.path("frames").asLong() > seen + frames),
                            PATIENCE);
                    ben.await(notice("mediator-away"), PATIENCE);
                    anna.await(notice("mediator-away"), PATIENCE);

                    server.startAgain();
                    ben.await(notice("mediator-back"), PATIENCE);
                    anna.await(notice("mediator-back"), PATIENCE);
                    JsonNode after = mediator.onlySession("carol");
                    assertThat(after.path("id").asString()).isEqualTo(session);
                    assertThat(after.path("status").asString()).isEqualTo("ACTIVE");
                    assertThat(after.path("viewers").asInt()).isEqualTo(1);
                    try (PeercadeProcess carol = PeercadeProcess.start(
                            folder, mediator.as("carol", "watch", "--session", session, "--seconds", "2"))) {
                        assertThat(carol.exitCode(PATIENCE)).as(carol.text()).isZero();
                    }
                }
            }
        }
    }

    private static long framesSoFar(PeercadeProcess viewer) {
        return viewer.events().reversed().stream()
                .filter(event("figures"))
                .findFirst()
                .orElseThrow()
                .path("frames")
                .asLong();
    }
}
