package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.store.UserFolders;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.streamer.window.StreamerWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The streamer's window, headless, walks through the whole protocol with a real mediator and a real viewer.
@Timeout(700)
class StreamerWindowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Screen screen = Screen.open();
    private final FxRobot robot = screen.robot();

    @Test
    void aNewStreamerIsLiveAfterThreeInteractionsSeesWhoWatchesAndEnds(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            Rest mediator = running.rest();
            mediator.register("ben");
            Files.writeString(folder.resolve("user-dirs.dirs"), "XDG_VIDEOS_DIR=\"" + folder + "/Videos\"\n");
            CountDownLatch closed = new CountDownLatch(1);
            UserFolders folders =
                    UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
            StreamerWindow window = Screen.onFx(() -> {
                Stage stage = new Stage();
                StreamerWindow made = new StreamerWindow(core, folders, stage, closed::countDown);
                stage.setWidth(960);
                stage.setHeight(720);
                made.open(null, null, ConnectOptions.NORMAL);
                return made;
            });
            robot.clickOn("#sign-in-server").write(mediator.uri().toString());
            robot.clickOn("#sign-in-user").write("anna");
            robot.clickOn("#sign-in-password").write(Rest.PASSWORD);
            robot.clickOn("#sign-in-register");
            robot.clickOn("#sign-in-submit");

            int interactions = 0;
            screen.await("#check-on");
            await().atMost(PATIENCE).until(() -> !screen.await("#check-again").isDisabled());
            TabOrder order = new TabOrder(robot, screen.await("#check-on").getScene());
            List<String> controls =
                    new ArrayList<>(List.of("#check-again", "#check-on", "#bar-user", "#bar-network", "#bar-settings"));
            if (System.getenv("DISPLAY") == null) {
                // No screen can be captured, which somebody may want to report.
                controls.addFirst("#problem-copy");
            }
            order.assertIs(controls.toArray(String[]::new));
            robot.clickOn("#check-on");
            interactions++;
            screen.await(".studio");
            order.assertIs(
                    "#studio-refresh",
                    "#studio-tab-scene",
                    ".source-tile",
                    "#studio-preview",
                    "#studio-game",
                    "#studio-title",
                    "#studio-quality",
                    "#studio-ask",
                    "#studio-thumbnail",
                    "#studio-check",
                    "#studio-live",
                    "#bar-user",
                    "#bar-network",
                    "#bar-settings");
            robot.interact(screen.await("#studio-tab-scene")::requestFocus);
            robot.push(KeyCode.LEFT);
            assertThat(screen.await("#studio-tab-file").isFocused()).isTrue();
            robot.push(KeyCode.RIGHT);
            robot.clickOn("#studio-game").write("Doom");
            interactions++;
            robot.clickOn("#studio-live");
            interactions++;
            Label phase = (Label) screen.await("#air-phase");
            await().atMost(PATIENCE).until(() -> phase.getText().equals("In the list \u2013 nobody watches yet"));
            assertThat(interactions).isLessThanOrEqualTo(3);

            try (PeercadeProcess ben =
                    PeercadeProcess.byLauncher(folder, mediator.as("ben", "watch", "--streamer", "anna"))) {
                ben.await(event("figures"), Duration.ofSeconds(600));
                await().atMost(PATIENCE).until(() -> phase.getText().equals("Somebody is watching"));
                Button drop = (Button) screen.await("#air-rows .button");
                assertThat(drop.getAccessibleText()).isEqualTo("Remove ben");
                robot.clickOn("#air-streamer-mode");
                assertThat(drop.getAccessibleText()).isEqualTo("Remove Viewer 1");
                robot.clickOn("#air-pause");
                Label mark = (Label) screen.await("#air-mark");
                await().atMost(PATIENCE).until(() -> mark.getText().equals("PAUSED"));
                robot.clickOn("#air-record");
                Button record = (Button) screen.await("#air-record");
                await().atMost(PATIENCE).until(() -> record.getText().startsWith("Stop recording"));
                robot.clickOn("#air-record");
                await().atMost(PATIENCE).until(() -> record.getText().equals("Record"));
                screen.await(".notification");
                order.assertReachesMessage();
                try (Stream<Path> recordings = Files.list(folder.resolve("Videos"))) {
                    assertThat(recordings)
                            .singleElement()
                            .satisfies(file -> assertThat(file).isNotEmptyFile());
                }
                assertThat(screen.await("#air-rows .button"))
                        .as("the same node each second")
                        .isSameAs(drop);
                order.assertIs(
                        "#air-streamer-mode",
                        "#air-rows",
                        ".small",
                        "#air-preview-show",
                        "#air-pause",
                        "#air-record",
                        "#air-end",
                        "#bar-user",
                        "#bar-network",
                        "#bar-settings");
                robot.clickOn("#air-end");
                screen.await("#question-no");
                order.assertIs("#question-no", "#question-yes");
                robot.clickOn("#question-no");
                assertThat(mark.getText()).isEqualTo("PAUSED");
                robot.clickOn("#air-end");
                screen.await("#question-yes");
                robot.clickOn("#question-yes");
                assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
            }
            await().atMost(PATIENCE).until(() -> phase.getText().equals("The stream has ended"));
            robot.clickOn("#air-back");
            screen.await(".studio");
            robot.clickOn("#studio-live");
            Label missing = (Label) screen.await("#studio-missing");
            await().atMost(PATIENCE).until(() -> missing.getText().contains("game"));
            assertThat(screen.await("#studio-game").isFocused()).isTrue();
            robot.clickOn("#bar-settings");
            Label server = (Label) screen.await("#settings-server");
            assertThat(server.getText()).as("streamer mode is still on").isEqualTo("\u2022\u2022\u2022");
            robot.clickOn("#settings-streamer-mode");
            assertThat(server.getText()).isEqualTo(mediator.uri().toString());
            robot.clickOn("#settings-server-other");
            screen.await("#sign-in-server");
            Screen.onFx(() -> {
                window.close();
                return window;
            });
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
