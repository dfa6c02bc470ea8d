package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.load.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the viewer's window makes of a stream while it has other things to do. Prints and asserts nothing;
/// docs/benchmarks.md has the command and results.
@Tag("proof")
@Timeout(900)
class WindowBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final String SECONDS = System.getProperty("windows.seconds", "15");

    @ParameterizedTest
    @ValueSource(strings = {"1280x720", "1920x1080"})
    void printsWhatIsShownAndWhatThatCosts(String size, @TempDir Path folder) throws Exception {
        System.out.println("machine: " + Load.machine());
        try (TestMediator running = TestMediator.start(folder);
                VirtualScreen screen = VirtualScreen.start("2000x1200")) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            // Other people's computers have no streamer beside the viewer: it gets what the window leaves.
            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                    List.of("nice", "-n", "19"),
                    folder,
                    mediator.as("anna", "stream", "--game", "x", "--source", "scene", "--size", size))) {
                anna.await(step("3"), PATIENCE);
                String session = mediator.onlySession("ben").path("id").asString();
                try (PeercadeProcess ben = PeercadeProcess.ofPeer(
                        screen.environment(),
                        folder,
                        WindowLoad.class,
                        mediator.uri().toString(),
                        session,
                        size,
                        SECONDS,
                        folder.toString())) {
                    assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
                    System.out.print(ben.text());
                }
            }
        }
        System.out.println("machine: " + Load.machine());
    }
}
