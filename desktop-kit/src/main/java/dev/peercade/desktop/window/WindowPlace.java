package dev.peercade.desktop.window;

import dev.peercade.desktop.preferences.Preferences;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// Size and place of a window, kept from one start to the next. JavaFX thread.
final class WindowPlace {

    private static final double NOWHERE = Double.NaN;

    /// So much of the window has to be on a screen that is still there: enough to take hold of.
    private static final double GRIP = 64;

    private final Preferences preferences;
    private final String prefix;

    /// @param app whose window it is, such as `viewer`
    WindowPlace(Preferences preferences, String app) {
        this.preferences = preferences;
        this.prefix = "window." + app + ".";
    }

    void restore(Stage stage) {
        Rectangle2D last = new Rectangle2D(
                number("x", NOWHERE),
                number("y", NOWHERE),
                Math.max(0, number("width", 0)),
                Math.max(0, number("height", 0)));
        boolean reachable = Screen.getScreensForRectangle(last).stream()
                .map(Screen::getVisualBounds)
                .anyMatch(screen -> last.getMaxX() - screen.getMinX() >= GRIP
                        && screen.getMaxX() - last.getMinX() >= GRIP
                        && last.getMinY() >= screen.getMinY()
                        && screen.getMaxY() - last.getMinY() >= GRIP);
        if (reachable) {
            stage.setX(last.getMinX());
            stage.setY(last.getMinY());
            stage.setWidth(Math.max(stage.getMinWidth(), last.getWidth()));
            stage.setHeight(Math.max(stage.getMinHeight(), last.getHeight()));
        }
        stage.setMaximized(preferences.flag(prefix + "maximized", false).get());
    }

    void keep(Stage stage) {
        preferences.flag(prefix + "maximized", false).set(stage.isMaximized());
        if (!stage.isMaximized() && !stage.isFullScreen()) {
            keep("x", stage.getX());
            keep("y", stage.getY());
            keep("width", stage.getWidth());
            keep("height", stage.getHeight());
        }
    }

    private double number(String name, double fallback) {
        return preferences.number(prefix + name, fallback).get();
    }

    private void keep(String name, double value) {
        preferences.number(prefix + name, NOWHERE).set(value);
    }
}
