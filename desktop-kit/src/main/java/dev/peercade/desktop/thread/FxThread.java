package dev.peercade.desktop.thread;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/// Runs things on the JavaFX thread, later. The only class that names `Platform`.
public final class FxThread implements Executor {

    @Override
    public void execute(Runnable task) {
        Platform.runLater(task);
    }

    /// Starts JavaFX where it does not run yet, and returns when it does. It ends by [#stop()], not with a window.
    ///
    /// @throws UnsupportedOperationException when there is no display
    public static void start() {
        Platform.startup(() -> Platform.setImplicitExit(false));
    }

    /// Ends JavaFX; it cannot be started again.
    public static void stop() {
        Platform.exit();
    }
}
