package dev.peercade.desktop.window;

import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.theme.Theme;
import dev.peercade.desktop.thread.Work;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// A window that shows one screen at a time, in the user's language and colours. JavaFX thread.
public final class AppWindow {

    private final Stage stage;
    private final Work work = Work.ofWindow();
    private final ObjectProperty<Locale> language = new SimpleObjectProperty<>(Locale.getDefault());
    private final ObjectProperty<Appearance> appearance = new SimpleObjectProperty<>(Appearance.SYSTEM);
    private final Texts shared = new Texts("dev.peercade.desktop.Texts", language);
    private final StackPane root = new StackPane();
    private final Scene scene = new Scene(root, 1280, 720);

    /// @param stage not shown yet
    /// @param stylesheet what the app adds to the theme
    public AppWindow(Stage stage, URL stylesheet) {
        this.stage = stage;
        Theme.dress(scene, appearance);
        scene.getStylesheets()
                .add(Objects.requireNonNull(stylesheet, "a stylesheet").toExternalForm());
        chord(KeyCode.X, () -> stage.setFullScreen(!stage.isFullScreen()));
        stage.setScene(scene);
        stage.setTitle("Peercade");
        stage.setMinWidth(480);
        stage.setMinHeight(360);
    }

    public void open() {
        stage.show();
    }

    public void hide() {
        stage.hide();
    }

    /// The screen that is shown from now on.
    public void show(Parent screen) {
        root.getChildren().setAll(screen);
    }

    /// What to do instead of closing the window when somebody wants it closed.
    public void onClose(Runnable close) {
        stage.setOnCloseRequest(event -> {
            event.consume();
            close.run();
        });
        chord(KeyCode.Q, close);
    }

    /// A hotkey: this key with Ctrl, Alt and Shift, as Moonlight has them.
    public void chord(KeyCode key, Runnable action) {
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(
                                key, KeyCombination.CONTROL_DOWN, KeyCombination.ALT_DOWN, KeyCombination.SHIFT_DOWN),
                        action);
    }

    /// For whatever takes time.
    public Work work() {
        return work;
    }

    /// The texts of desktop-kit.
    public Texts shared() {
        return shared;
    }

    /// The texts of an app.
    ///
    /// @param bundle such as `dev.peercade.viewer.Texts`
    public Texts texts(String bundle) {
        return shared.of(bundle);
    }

    public ObjectProperty<Locale> language() {
        return language;
    }

    public ObjectProperty<Appearance> appearance() {
        return appearance;
    }
}
