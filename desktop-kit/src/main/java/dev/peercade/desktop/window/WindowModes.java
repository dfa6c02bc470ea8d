package dev.peercade.desktop.window;

import java.util.Objects;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/// One scene in a window with a frame, without one, or on the full screen. A window's frame cannot be taken off, so
/// without one there is a second window, to which the scene moves. JavaFX thread.
final class WindowModes {

    /// Half of the pixels.
    private static final double SHRINK = Math.sqrt(0.5);

    /// There is nothing to be seen in what is narrower.
    private static final double SHRUNK_MIN = 640;

    private final Stage framed;
    private final Runnable closeAsked;
    private final ObjectProperty<WindowMode> mode = new SimpleObjectProperty<>(WindowMode.WINDOWED);
    private @Nullable Stage bare;

    /// @param closeAsked what to do instead of closing the window
    WindowModes(Stage framed, Runnable closeAsked) {
        this.framed = framed;
        this.closeAsked = closeAsked;
        // The apps say which key leads out, and the user may bind another.
        framed.setFullScreenExitHint("");
        framed.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        framed.setOnCloseRequest(this::ask);
        mode.addListener((_, before, now) -> change(before, now));
        // The window manager may do it too.
        framed.fullScreenProperty().subscribe(full -> {
            if (full) {
                mode.set(WindowMode.FULL_SCREEN);
            } else if (mode.get() == WindowMode.FULL_SCREEN) {
                mode.set(WindowMode.WINDOWED);
            }
        });
    }

    Stage framed() {
        return framed;
    }

    ObjectProperty<WindowMode> mode() {
        return mode;
    }

    void toggleFullScreen() {
        mode.set(mode.get() == WindowMode.FULL_SCREEN ? WindowMode.WINDOWED : WindowMode.FULL_SCREEN);
    }

    /// Whether [#shrink()] would do something.
    BooleanBinding shrinkable() {
        return mode.isNotEqualTo(WindowMode.WINDOWED).or(framed.widthProperty().greaterThan(SHRUNK_MIN + 1));
    }

    /// Has the scene take less of the screen: a window, or a smaller one.
    void shrink() {
        if (mode.get() != WindowMode.WINDOWED) {
            mode.set(WindowMode.WINDOWED);
            return;
        }
        if (framed.isMaximized()) {
            framed.setMaximized(false);
            return;
        }
        double width = Math.max(SHRUNK_MIN, framed.getWidth() * SHRINK);
        framed.setHeight(framed.getHeight() * width / framed.getWidth());
        framed.setWidth(width);
    }

    void hide() {
        framed.hide();
        if (bare != null) {
            bare.hide();
        }
    }

    private void change(WindowMode before, WindowMode now) {
        if (before == WindowMode.BORDERLESS) {
            intoFrame();
        }
        if (now == WindowMode.BORDERLESS) {
            framed.setFullScreen(false);
            outOfFrame();
        } else {
            framed.setFullScreen(now == WindowMode.FULL_SCREEN);
        }
    }

    private void outOfFrame() {
        Rectangle2D screen =
                Screen.getScreensForRectangle(framed.getX(), framed.getY(), framed.getWidth(), framed.getHeight())
                        .stream()
                        .findFirst()
                        .orElse(Screen.getPrimary())
                        .getBounds();
        Stage made = new Stage(StageStyle.UNDECORATED);
        made.setTitle(framed.getTitle());
        made.getIcons().setAll(framed.getIcons());
        made.setOnCloseRequest(this::ask);
        made.setX(screen.getMinX());
        made.setY(screen.getMinY());
        made.setWidth(screen.getWidth());
        made.setHeight(screen.getHeight());
        move(framed, made);
        bare = made;
    }

    private void intoFrame() {
        Stage left = Objects.requireNonNull(bare, "a window without a frame");
        bare = null;
        move(left, framed);
    }

    private static void move(Stage from, Stage to) {
        Scene scene = from.getScene();
        from.setScene(null);
        to.setScene(scene);
        to.show();
        from.hide();
    }

    private void ask(WindowEvent event) {
        event.consume();
        closeAsked.run();
    }
}
