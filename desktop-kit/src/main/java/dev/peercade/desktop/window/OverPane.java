package dev.peercade.desktop.window;

import dev.peercade.desktop.thread.FxThread;
import dev.peercade.desktop.video.VideoSurface;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// One panel over the screen, which is dimmed and out of reach meanwhile. Esc closes it, and a click beside it; then
/// the focus is where it was. JavaFX thread.
final class OverPane extends StackPane {

    /// A picture that moves fills most of what lies below, and the processor would mix each of its pixels with a shade,
    /// which takes three times as long as drawing it (docs/benchmarks.md).
    private static final PseudoClass MOVING = PseudoClass.getPseudoClass("moving");

    private final Pane below;
    private @Nullable Node focused;

    /// @param below holds the screen that a panel lies over
    OverPane(Pane below) {
        this.below = below;
        setId("over");
        getStyleClass().add("over");
        setVisible(false);
        setOnMouseClicked(event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                close();
            }
        });
    }

    void open(Node panel) {
        if (!isVisible()) {
            focused = getScene().getFocusOwner();
        }
        getChildren().setAll(panel);
        pseudoClassStateChanged(MOVING, FxThread.drawsInSoftware() && isFilledByMovingPictures());
        below.setDisable(true);
        setVisible(true);
        panel.requestFocus();
    }

    private boolean isFilledByMovingPictures() {
        return below.lookup(".video-surface") instanceof VideoSurface surface
                && surface.isMoving()
                && surface.getWidth() * surface.getHeight() > below.getWidth() * below.getHeight() / 2;
    }

    void close() {
        if (!isVisible()) {
            return;
        }
        setVisible(false);
        getChildren().clear();
        below.setDisable(false);
        if (focused != null) {
            focused.requestFocus();
        }
        // What had the focus may be gone, or hidden: keys still go to the screen.
        if (focused == null || !focused.isFocused()) {
            below.getChildren().forEach(Node::requestFocus);
        }
        focused = null;
    }
}
