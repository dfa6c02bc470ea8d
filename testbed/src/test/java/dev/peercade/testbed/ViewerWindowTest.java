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
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.viewer.window.ViewerWindow;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
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
    void aViewerSignsInPicksASessionSeesAndKeepsItsPictureAndLeavesByTheKeyboard(@TempDir Path folder)
            throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            Files.writeString(
                    folder.resolve("user-dirs.dirs"),
                    "XDG_PICTURES_DIR=\"" + folder.resolve("Bilder") + "\"\nXDG_VIDEOS_DIR=\"" + folder.resolve("Filme")
                            + "\"\n");
            CountDownLatch closed = new CountDownLatch(1);
            UserFolders folders =
                    UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString(), "XDG_DATA_HOME", folder.toString()));
            Stage stage = Screen.onFx(() -> {
                Stage made = new Stage();
                ViewerWindow window = new ViewerWindow(core, folders, made, closed::countDown);
                // The screen that is not there is 1000 pixels wide.
                made.setWidth(900);
                made.setHeight(640);
                window.open(null, null, ConnectOptions.NORMAL);
                return made;
            });

            TabOrder order = new TabOrder(robot, stage.getScene());
            order.assertIs(
                    "#sign-in-server",
                    "#sign-in-user",
                    "#sign-in-password",
                    "#sign-in-register",
                    "#sign-in-submit",
                    "#bar-settings");
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
                giveThumbnail(core, mediator);
                // Each change of the list may bring a new card.
                await().atMost(PATIENCE)
                        .until(() -> Screen.colours(screen.await(".session-card")).stream()
                                .anyMatch(ViewerWindowTest::isOfTheThumbnail));

                order.assertIs(
                        "#browse-search",
                        "#browse-game",
                        "#browse-order",
                        ".session-card",
                        "#bar-user",
                        "#bar-network",
                        "#bar-settings");
                robot.clickOn("#bar-settings");
                screen.await("#settings");
                order.assertIs(
                        "#settings-server-other",
                        "#settings-language",
                        "#settings-appearance",
                        "#settings-statistics",
                        "#settings-warnings",
                        "#settings-relay-only",
                        "#hotkey-full-screen",
                        "#hotkey-quit",
                        "#hotkey-statistics",
                        "#hotkey-snapshot",
                        "#hotkey-record",
                        "#settings-reset-hotkeys",
                        "#settings-close");
                robot.push(KeyCode.ESCAPE);
                int clicks = 0;
                robot.clickOn(screen.await(".session-card"));
                clicks++;
                VideoSurface surface = (VideoSurface) screen.await(".video-surface");
                await().atMost(PATIENCE).until(() -> Screen.colours(surface).size() > 100);
                assertThat(clicks).isLessThanOrEqualTo(2);
                Set<Integer> before = Screen.colours(surface);
                await().atMost(PATIENCE).until(() -> !Screen.colours(surface).equals(before));

                chord(KeyCode.S);
                Label statistics = (Label) screen.await("#watch-statistics");
                await().atMost(PATIENCE)
                        .until(() -> Screen.onFx(statistics::getText).contains("1280×720"));
                assertThat(Screen.onFx(statistics::getText)).contains("direct, same network");
                keepsWhatIsWatched(folder);
                order.assertIs(
                        "#watch-leave",
                        "#watch-snapshot",
                        "#watch-record",
                        "#watch-statistics-toggle",
                        "#watch-warnings",
                        "#bar-settings",
                        "#watch-mode");
                robot.clickOn("#bar-settings");
                screen.await("#settings");
                robot.push(KeyCode.ESCAPE);

                // The keys are the screen's again.
                robot.push(KeyCode.ESCAPE);
                await().atMost(PATIENCE)
                        .until(() -> screen.await("#watch-leave").isFocused());
                robot.push(KeyCode.ENTER);
                anna.await(notice("viewer-gone"), PATIENCE);
                screen.await(".session-card");

                Screen.onFx(() -> {
                    stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
                    return stage;
                });
                assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /// Green, as nothing else in the window is.
    private static void giveThumbnail(PeerCore core, Rest mediator) throws Exception {
        BufferedImage image = new BufferedImage(480, 270, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, 0x10c020);
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        MediatorAccount anna = new MediatorAccount(mediator.uri(), "anna", Rest.PASSWORD, false, null);
        try (MediatorClient client = core.client(anna)) {
            client.putThumbnail(client.sessions().getFirst().id(), jpeg.toByteArray());
        }
    }

    /// JPEG, twice, keeps a colour only nearly.
    private static boolean isOfTheThumbnail(int argb) {
        return Math.abs((argb >> 16 & 255) - 0x10) < 16
                && Math.abs((argb >> 8 & 255) - 0xc0) < 16
                && Math.abs((argb & 255) - 0x20) < 16;
    }

    private void chord(KeyCode key) {
        robot.press(KeyCode.CONTROL, KeyCode.ALT, KeyCode.SHIFT, key)
                .release(key, KeyCode.SHIFT, KeyCode.ALT, KeyCode.CONTROL);
    }

    /// A snapshot and a recording, by their keys, in the user's own folders.
    private void keepsWhatIsWatched(Path folder) throws Exception {
        Path pictures = folder.resolve("Bilder");
        chord(KeyCode.P);
        await().atMost(PATIENCE).until(() -> only(pictures) != null);
        BufferedImage snapshot =
                requireNonNull(ImageIO.read(requireNonNull(only(pictures)).toFile()));
        assertThat(snapshot.getWidth()).isEqualTo(1280);
        assertThat(snapshot.getHeight()).isEqualTo(720);

        chord(KeyCode.R);
        robot.moveBy(5, 5);
        Label recorded = (Label) screen.await("#watch-recorded");
        await().atMost(PATIENCE).until(() -> Screen.onFx(recorded::getText).matches("REC 0:0[2-9]"));
        chord(KeyCode.R);
        await().atMost(PATIENCE).until(() -> !Screen.onFx(recorded::isVisible));
        Path recording = requireNonNull(only(folder.resolve("Filme")));
        assertThat(recording.getFileName().toString()).startsWith("Peercade Doom ");
        assertThat(Files.readAllBytes(recording))
                .as("a Matroska file with pictures in it")
                .startsWith(0x1a, 0x45, 0xdf, 0xa3)
                .hasSizeGreaterThan(50_000);
    }

    private static @Nullable Path only(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .reduce((_, _) -> {
                        throw new AssertionError("more than one file in " + folder);
                    })
                    .orElse(null);
        }
    }
}
