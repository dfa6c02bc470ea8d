package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.notice;
import static dev.peercade.testbed.PeercadeProcess.step;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.video.VideoSurface;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.viewer.window.ViewerWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The viewer's window, headless, walks through the whole protocol with a real mediator and a real streamer.
@Timeout(300)
class ViewerWindowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Screen screen = Screen.open();
    private final FxRobot robot = screen.robot();

    @Test
    void aViewerSignsInPicksASessionSeesItsPictureAndLeaves(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            CountDownLatch closed = new CountDownLatch(1);
            UserFolders folders =
                    UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
            Stage stage = Screen.onFx(() -> {
                Stage made = new Stage();
                ViewerWindow window = new ViewerWindow(core, folders, made, closed::countDown);
                // The screen that is not there is 1000 pixels wide.
                made.setWidth(900);
                made.setHeight(640);
                window.open(null, null);
                return made;
            });

            robot.clickOn("#sign-in-server").write(mediator.uri().toString());
            robot.clickOn("#sign-in-user").write("ben");
            robot.clickOn("#sign-in-password").write("wrong");
            robot.clickOn("#sign-in-submit");
            screen.await(".problem-cause");
            robot.doubleClickOn("#sign-in-password").write(Rest.PASSWORD);
            robot.clickOn("#sign-in-submit");
            screen.await(".browse");

            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                    folder, mediator.as("anna", "stream", "--game", "Doom", "--title", "e1m1", "--source", "scene"))) {
                anna.await(step("3"), Duration.ofSeconds(300));
                screen.await(".session-card");
                int clicks = 0;
                robot.clickOn((Button) requireNonNull(screen.shown(".session-card")));
                clicks++;
                VideoSurface surface = (VideoSurface) screen.await(".video-surface");
                await().atMost(PATIENCE).until(() -> Screen.colours(surface).size() > 100);
                assertThat(clicks).isLessThanOrEqualTo(2);
                Set<Integer> before = Screen.colours(surface);
                await().atMost(PATIENCE).until(() -> !Screen.colours(surface).equals(before));

                robot.press(KeyCode.CONTROL, KeyCode.ALT, KeyCode.SHIFT, KeyCode.S)
                        .release(KeyCode.S, KeyCode.SHIFT, KeyCode.ALT, KeyCode.CONTROL);
                Label statistics = (Label) screen.await("#watch-statistics");
                await().atMost(PATIENCE)
                        .until(() -> Screen.onFx(statistics::getText).contains("1280x720"));
                assertThat(Screen.onFx(statistics::getText)).contains("direct, same network");

                Screen.onFx(() -> {
                    stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
                    return stage;
                });
                assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
                anna.await(notice("viewer-gone"), PATIENCE);
            }
        }
    }
}
