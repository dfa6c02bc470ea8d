package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.preferences.Language;
import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.video.VideoSurface;
import dev.peercade.media.CaptureSettings;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.window.StreamerWindow;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.window.ViewerWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.ImageView;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;

/// A walk through every screen of both apps in real windows, which keeps a picture of each: run by [WindowTourProof] on
/// a
/// virtual screen where a game plays. Also what a new user meets when something goes wrong.
///
/// Arguments: the folder for the pictures, `light` or `dark`, a folder for all else.
final class WindowTour {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 750;

    private final Screen screen = Screen.open();
    private final FxRobot robot = screen.robot();
    private final Path pictures;
    private final Appearance appearance;
    private final Path scratch;
    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    private Stage stage = new StageHolder().none();
    private int shots;

    /// A stage can be made on the JavaFX thread only.
    private static final class StageHolder {
        Stage none() {
            try {
                return Screen.onFx(Stage::new);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private WindowTour(Path pictures, Appearance appearance, Path scratch) {
        this.pictures = pictures;
        this.appearance = appearance;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        WindowTour tour = new WindowTour(
                Path.of(arguments[0]),
                Appearance.valueOf(arguments[1].toUpperCase(Locale.ROOT)),
                Path.of(arguments[2]));
        try {
            tour.walk();
            System.out.println("kept " + tour.shots + " pictures");
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            tour.shoot("where-it-stopped");
            System.exit(1);
        }
    }

    private void walk() throws Exception {
        try (TestMediator mediator = TestMediator.start(scratch)) {
            mediator.rest().register("ben", "cleo", "dora", "emil");
            streamer(mediator);
            viewer(mediator);
        }
    }

    private UserFolders folders(String who) {
        Path home = scratch.resolve(who);
        UserFolders folders = UserFolders.of(Map.of(
                "XDG_CONFIG_HOME",
                home.resolve("config").toString(),
                "XDG_DATA_HOME",
                home.resolve("data").toString()));
        Preferences preferences = new Preferences(folders, new Work(Runnable::run, Runnable::run));
        preferences.appearance().set(appearance);
        preferences.language().set(Language.ENGLISH);
        return folders;
    }

    private static MediatorAccount account(TestMediator mediator, String name) {
        return new MediatorAccount(mediator.running().uri(), name, Rest.PASSWORD, false, null);
    }

    /// Opens a window of its own in the middle of the screen.
    private void open(java.util.function.Consumer<Stage> window) throws Exception {
        stage = onFx(() -> {
            Stage made = new Stage();
            Rectangle2D bounds = javafx.stage.Screen.getPrimary().getBounds();
            made.setX((bounds.getWidth() - WIDTH) / 2);
            made.setY((bounds.getHeight() - HEIGHT) / 2);
            made.setWidth(WIDTH);
            made.setHeight(HEIGHT);
            window.accept(made);
            return made;
        });
    }

    private void signIn(TestMediator mediator, String name, boolean register) throws Exception {
        click("#sign-in-server");
        robot.write(mediator.running().uri().toString());
        click("#sign-in-user");
        robot.write(name);
        click("#sign-in-password");
        robot.write(Rest.PASSWORD);
        if (register) {
            click("#sign-in-register");
        }
    }

    private void streamer(TestMediator mediator) throws Exception {
        StreamerWindow[] window = new StreamerWindow[1];
        open(made -> {
            window[0] = new StreamerWindow(core, folders("anna"), made, () -> {});
            window[0].open(null, null);
        });
        screen.await("#sign-in-server");
        shoot("sign-in");
        signIn(mediator, "anna", false);
        click("#sign-in-submit");
        screen.await(".problem-cause");
        shoot("error-wrong-password");
        click("#sign-in-register");
        click("#sign-in-submit");
        awaitText("#check-verdict", text -> !text.contains("Looking"));
        shoot("streamer-check");
        click("#check-on");
        await("stills of all windows")
                .atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup(".source-still .image-view").queryAll().stream()
                        .anyMatch(node -> ((ImageView) node).getImage() != null)));
        awaitPicture();
        shoot("streamer-studio");
        click("#studio-quality");
        robot.push(javafx.scene.input.KeyCode.END, javafx.scene.input.KeyCode.ENTER);
        click("#bar-settings");
        screen.await("#settings");
        shoot("settings");
        click("#settings-close");
        language(window[0], Language.GERMAN);
        shoot("streamer-studio-german");
        language(window[0], Language.ENGLISH);
        onFx(() -> {
            ((TextField) screen.await("#studio-title")).setText("First evening with the new maps");
            return true;
        });
        onFx(() -> {
            ((CheckBox) screen.await("#studio-ask")).fire();
            ((CheckBox) screen.await("#studio-thumbnail")).fire();
            return true;
        });
        click("#studio-live");
        awaitText("#air-phase", text -> text.contains("nobody"));
        shoot("streamer-live-nobody-yet");
        UUID session =
                UUID.fromString(mediator.rest().onlySession("ben").path("id").asString());
        Viewing ben = watch(mediator, "ben", session);
        Viewing cleo = watch(mediator, "cleo", session);
        screen.await("#air-requests .button");
        shoot("streamer-viewers-ask");
        for (int viewers = 0; viewers < 2; viewers++) {
            robot.clickOn(requireNonNull(screen.shown("#air-requests .accent")));
            int still = 1 - viewers;
            await("let in")
                    .atMost(PATIENCE)
                    .until(() -> onFx(() -> robot.lookup("#air-requests .accent")
                                    .queryAll()
                                    .size())
                            == still);
        }
        await("both are served")
                .atMost(PATIENCE)
                .until(() ->
                        onFx(() -> robot.lookup("#air-rows .button").queryAll().size()) == 2);
        awaitText("#air-clock", text -> !text.equals("0:00"));
        pause(3);
        shoot("streamer-live");
        click("#air-streamer-mode");
        click("#air-pause");
        awaitText("#air-mark", text -> text.contains("PAUSED"));
        shoot("streamer-paused-names-hidden");
        click("#air-pause");
        click("#air-end");
        screen.await("#question-yes");
        shoot("streamer-end-question");
        click("#question-yes");
        screen.await("#air-ending");
        shoot("streamer-ended");
        ben.stop();
        cleo.stop();
        close(() -> window[0].close());
    }

    private void viewer(TestMediator mediator) throws Exception {
        ViewerWindow[] window = new ViewerWindow[1];
        open(made -> {
            window[0] = new ViewerWindow(core, folders("ben"), made, () -> {});
            window[0].open(account(mediator, "ben"), null);
        });
        screen.await(".said");
        pause(1);
        shoot("viewer-nobody-live");
        Broadcast doom = stream(mediator, "anna", "Freedoom", "First evening with the new maps", window("Freedoom"));
        Broadcast quiet = stream(mediator, "cleo", "Chess", "Endgames, slowly", new SourceSpec.Scene());
        await("cards with pictures")
                .atMost(PATIENCE)
                .until(() -> onFx(() -> robot.lookup(".session-card .image-view").queryAll().stream()
                                .filter(node -> ((ImageView) node).getImage() != null)
                                .count())
                        >= 2);
        shoot("viewer-sessions");
        click("#browse-search");
        robot.write("tennis");
        pause(1);
        shoot("viewer-nothing-fits");
        onFx(() -> {
            ((TextField) screen.await("#browse-search")).clear();
            return true;
        });
        robot.clickOn(card("anna"));
        screen.await("#watch-steps");
        shoot("viewer-joining");
        awaitPicture();
        robot.moveBy(40, 40);
        screen.await("#watch-controls");
        shoot("viewer-watching");
        robot.press(
                        javafx.scene.input.KeyCode.CONTROL,
                        javafx.scene.input.KeyCode.ALT,
                        javafx.scene.input.KeyCode.SHIFT,
                        javafx.scene.input.KeyCode.S)
                .release(
                        javafx.scene.input.KeyCode.S,
                        javafx.scene.input.KeyCode.SHIFT,
                        javafx.scene.input.KeyCode.ALT,
                        javafx.scene.input.KeyCode.CONTROL);
        awaitText("#watch-statistics", text -> !text.isBlank());
        pause(6);
        shoot("viewer-statistics");
        doom.decide("ben", Broadcast.Verdict.DROP);
        screen.await(".problem-cause");
        shoot("error-viewer-dropped");
        click("#watch-back");
        screen.await(".session-card");
        robot.clickOn(card("cleo"));
        awaitPicture();
        quiet.stop();
        screen.await(".session-card");
        pause(1);
        shoot("viewer-stream-ended");
        doom.stop();
        mediator.close();
        click("#browse-refresh");
        screen.await(".problem-cause");
        shoot("error-server-down");
        close(() -> window[0].close());
    }

    private static SourceSpec window(String title) {
        return new SourceSpec.WindowByTitle(title);
    }

    private Node card(String streamer) {
        return robot.lookup(".session-card").queryAll().stream()
                .filter(card -> String.valueOf(card.getAccessibleText()).contains(streamer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no card of " + streamer));
    }

    private Broadcast stream(TestMediator mediator, String who, String game, String title, SourceSpec source) {
        Broadcast broadcast = new Broadcast(
                core,
                new StreamOptions(
                        account(mediator, who),
                        new StreamOptions.Show(game, title, Admission.OPEN, true),
                        new StreamOptions.Picture(source, new CaptureSettings(null, 30, null), null, 0),
                        null,
                        true),
                _ -> {},
                new MonoTime(System.nanoTime()));
        background(broadcast::run);
        return broadcast;
    }

    private Viewing watch(TestMediator mediator, String who, UUID session) {
        MonoTime now = new MonoTime(System.nanoTime());
        Viewing viewing = new Viewing(
                core,
                new WatchOptions(account(mediator, who), session, null, new WatchOptions.Files(null, null), true),
                _ -> {},
                now,
                now);
        background(viewing::run);
        return viewing;
    }

    private static void background(Callable<?> run) {
        Thread.ofVirtual().start(() -> {
            try {
                run.call();
            } catch (Exception e) {
                e.printStackTrace();
            }
        });
    }

    private void language(StreamerWindow window, Language language) throws Exception {
        click("#bar-settings");
        onFx(() -> {
            @SuppressWarnings("unchecked")
            var box = (javafx.scene.control.ComboBox<Language>) screen.await("#settings-language");
            box.setValue(language);
            return window;
        });
        click("#settings-close");
    }

    private void awaitPicture() {
        VideoSurface surface = (VideoSurface) screen.await(".video-surface");
        await("a picture").atMost(PATIENCE).until(() -> Screen.colours(surface).size() > 20);
    }

    private void awaitText(String query, java.util.function.Predicate<String> wanted) {
        await(query)
                .atMost(PATIENCE)
                .until(() -> screen.shown(query) instanceof Label label && wanted.test(onFx(label::getText)));
    }

    /// What has no event to wait for: figures of some seconds, a message that slides in.
    private static void pause(int seconds) {
        await().pollDelay(Duration.ofSeconds(seconds)).atMost(PATIENCE).until(() -> true);
    }

    private void click(String query) {
        robot.clickOn(screen.await(query));
    }

    private void close(Runnable closing) throws Exception {
        onFx(() -> {
            closing.run();
            return true;
        });
        await("the window is gone").atMost(PATIENCE).until(() -> !onFx(stage::isShowing));
    }

    private static <T> T onFx(Callable<T> call) throws Exception {
        return Platform.isFxApplicationThread() ? call.call() : Screen.onFx(call);
    }

    /// What the screen shows where the window is.
    private void shoot(String name) throws Exception {
        onFx(() -> true);
        Rectangle2D at = onFx(() -> new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
        Files.createDirectories(pictures);
        Path file = pictures.resolve(name + "-" + appearance.name().toLowerCase(Locale.ROOT) + ".png");
        Tools.run(
                Tools.require("ffmpeg"),
                "-v",
                "error",
                "-y",
                "-f",
                "x11grab",
                "-draw_mouse",
                "0",
                "-video_size",
                (int) at.getWidth() + "x" + (int) at.getHeight(),
                "-i",
                System.getenv("DISPLAY") + "+" + (int) at.getMinX() + "," + (int) at.getMinY(),
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                file.toString());
        shots++;
    }
}
