package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.notice;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Windows on a virtual screen, opened by the commands as users type them.
@Timeout(600)
class RealWindowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(300);

    @Test
    void watchOpensAWindowWhereThereIsADisplayAndCtrlCEndsItInOrder(@TempDir Path folder) throws Exception {
        assumeTrue(
                Tools.run(Tools.require("ldconfig"), "-p").contains("libgtk-3.so.0"),
                "this test needs the library of the package libgtk-3-0, which is not installed");
        try (TestMediator running = TestMediator.start(folder);
                VirtualScreen screen = VirtualScreen.start("1280x720")) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                            folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"));
                    PeercadeProcess ben = watching(screen, folder, mediator, anna)) {
                anna.await(notice("viewer-joined"), PATIENCE);
                screen.awaitWindow("Peercade");
                ben.interrupt();
                assertThat(ben.exitCode(PATIENCE)).isEqualTo(130);
                assertThat(ben.text()).doesNotContain("Exception").doesNotContain("\tat ");
                anna.await(notice("viewer-gone"), PATIENCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", "stream", "demo"})
    void aDisplayThatDoesNotAnswerIsToldAtOnceWithWhatToDo(String command, @TempDir Path folder) throws Exception {
        try (PeercadeProcess process = PeercadeProcess.byLauncher(List.of("env", "DISPLAY=:4711"), folder, command)) {
            assertThat(process.exitCode(PATIENCE)).isEqualTo(4);
            assertThat(process.text())
                    .isEqualTo("peercade: No window can be opened here. Check DISPLAY, or go without: --headless.\n");
        }
    }

    /// As soon as there is something to see.
    private static PeercadeProcess watching(VirtualScreen screen, Path folder, Rest mediator, PeercadeProcess streamer)
            throws IOException, InterruptedException {
        streamer.await(step("3"), PATIENCE);
        return PeercadeProcess.inWindow(screen, folder, mediator.as("ben", "watch", "--streamer", "anna"));
    }
}
