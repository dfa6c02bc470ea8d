package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.preferences.Language;
import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.video.VideoSurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;

/// The window that a tour is in: its mouse and keyboard, and pictures of what the screen shows.
final class TourWindow {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 750;

    private final Screen screen = Screen.open();
    private final Path pictures;
    private final Appearance appearance;
    private final Path scratch;
    private @Nullable Stage stage;

    /// @param pictures the folder for the pictures, made if it is not there
    TourWindow(Path pictures, Appearance appearance, Path scratch) throws IOException {
        this.pictures = Files.createDirectories(pictures);
        this.appearance = appearance;
        this.scratch = scratch;
    }

    FxRobot robot() {
        return screen.robot();
    }

    /// Where an app keeps what it keeps: in this theme, in English.
    UserFolders folders(String who) {
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

    /// Opens a window in the middle of the screen.
    void open(Consumer<Stage> window) throws Exception {
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

    void close(Runnable closing) throws Exception {
        onFx(() -> {
            closing.run();
            return true;
        });
        Stage closed = requireNonNull(stage);
        await("the window is gone").atMost(PATIENCE).until(() -> !onFx(closed::isShowing));
    }

    void signIn(String server, String name, String password) {
        write("#sign-in-server", server);
        write("#sign-in-user", name);
        write("#sign-in-password", password);
        click("#sign-in-submit");
    }

    /// Replaces what stands in a field.
    void write(String field, String text) {
        TextField node = (TextField) screen.await(field);
        screen.robot().interact(node::clear);
        screen.robot().clickOn(node).write(text);
    }

    void click(String query) {
        screen.robot().clickOn(screen.await(query));
    }

    /// One of several that say what they are.
    ///
    /// @param again brings what is not there yet
    void clickNamed(String query, String name, Runnable again) {
        screen.robot()
                .clickOn(requireNonNull(await(name)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(
                                () -> {
                                    Node named = named(query, name);
                                    if (named == null) {
                                        again.run();
                                    }
                                    return named;
                                },
                                Objects::nonNull)));
    }

    private @Nullable Node named(String query, String name) throws Exception {
        return onFx(() -> screen.robot().lookup(query).queryAll().stream()
                .filter(node -> String.valueOf(node.getAccessibleText()).contains(name))
                .findFirst()
                .orElse(null));
    }

    void chord(KeyCode key) {
        screen.robot()
                .press(KeyCode.CONTROL, KeyCode.ALT, KeyCode.SHIFT, key)
                .release(key, KeyCode.SHIFT, KeyCode.ALT, KeyCode.CONTROL);
    }

    Node see(String query) {
        return screen.await(query);
    }

    /// Through the settings.
    void language(Language language) {
        click("#bar-settings");
        @SuppressWarnings("unchecked")
        var box = (ComboBox<Language>) screen.await("#settings-language");
        screen.robot().interact(() -> box.setValue(language));
        click("#settings-close");
        await("the settings are gone").atMost(PATIENCE).until(() -> screen.shown("#settings") == null);
    }

    void awaitPicture() {
        VideoSurface surface = (VideoSurface) screen.await(".video-surface");
        await("a picture")
                .atMost(PATIENCE)
                .until(() -> screen.shown(".video-surface") == surface
                        && Screen.colours(surface).size() > 20);
    }

    /// As many small pictures as that.
    void awaitImages(String query, int wanted) {
        await(query)
                .atMost(PATIENCE)
                .until(() -> onFx(() -> screen.robot().lookup(query).queryAll().stream()
                                .filter(node -> node instanceof ImageView view && view.getImage() != null)
                                .count())
                        >= wanted);
    }

    void awaitCount(String query, int wanted) {
        await(wanted + " of " + query)
                .atMost(PATIENCE)
                .until(() -> onFx(() -> screen.robot().lookup(query).queryAll().size()) == wanted);
    }

    void awaitText(String query, Predicate<String> wanted) {
        await(query)
                .atMost(PATIENCE)
                .until(() -> screen.shown(query) instanceof Label label && wanted.test(onFx(label::getText)));
    }

    /// A message that has slid in.
    void awaitToast() {
        screen.await(".notification");
        pause(1);
    }

    /// For what has no event: figures of some seconds, things that slide in.
    void pause(int seconds) {
        await().pollDelay(Duration.ofSeconds(seconds)).atMost(PATIENCE).until(() -> true);
    }

    private static <T> T onFx(Callable<T> call) throws Exception {
        return Platform.isFxApplicationThread() ? call.call() : Screen.onFx(call);
    }

    /// Keeps what the screen shows where the window is, in 200 colours: a fifth of the bytes, and nobody sees it.
    void shoot(String name) throws Exception {
        Stage shown = requireNonNull(stage);
        double scale = onFx(shown::getOutputScaleX);
        Rectangle2D at = onFx(() -> new Rectangle2D(
                scale * shown.getX(), scale * shown.getY(), scale * shown.getWidth(), scale * shown.getHeight()));
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
                "-vf",
                "split[a][b];[a]palettegen=max_colors=200:stats_mode=single[p];[b][p]paletteuse=dither=none",
                file.toString());
    }
}
