package dev.peercade.desktop.thread;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.ConditionalFeature;
import javafx.application.Platform;

/// Runs things on the JavaFX thread, later. The only class that names `Platform`.
public final class FxThread implements Executor {

    private static final String FULL_SPEED = "javafx.animation.fullspeed";

    @Override
    public void execute(Runnable task) {
        Platform.runLater(task);
    }

    /// Takes faults of the program that happen on the JavaFX thread, instead of a trace on the terminal that nobody
    /// sees.
    public static void onFault(Consumer<Throwable> listener) {
        Platform.runLater(
                () -> Thread.currentThread().setUncaughtExceptionHandler((_, fault) -> listener.accept(fault)));
    }

    /// Whether each pixel that is drawn costs time of the processor: no graphics card does it.
    public static boolean drawsInSoftware() {
        return !Platform.isSupported(ConditionalFeature.SCENE3D);
    }

    /// Has the windows drawn, even if nothing in them has changed yet: listeners of the pulse may change it. Any
    /// thread.
    public static void requestPulse() {
        Platform.requestNextPulse();
    }

    /// Starts JavaFX, once a process, and returns when it runs. It does not end with a window, but by [#end()].
    ///
    /// @throws UnsupportedOperationException when there is no display
    public static void start() {
        // Draws as soon as something has changed: for the next of 60 pulses a second a picture waited 12 to 15 ms,
        // and some were never drawn (decision 11).
        if (System.getProperty(FULL_SPEED) == null) {
            System.setProperty(FULL_SPEED, "true");
        }
        Platform.startup(() -> Platform.setImplicitExit(false));
        if (drawsInSoftware()) {
            FreedMemory.keep();
        }
    }

    /// Ends JavaFX for good, with its windows, and returns when nothing is drawn any more. Left to the end of the
    /// process it would go while it draws, and complain of that on the terminal.
    public static void end() {
        Platform.exit();
    }
}
