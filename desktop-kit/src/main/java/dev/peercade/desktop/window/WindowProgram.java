package dev.peercade.desktop.window;

import dev.peercade.desktop.thread.FxThread;
import java.util.concurrent.CountDownLatch;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// A command that is a window: it lasts until the window has been closed. Once a process.
public final class WindowProgram {

    /// Makes the window and opens it. JavaFX thread.
    @FunctionalInterface
    public interface Opening {

        /// @param closed to be run when the window is gone and nothing is left to be done
        /// @return asks the window to close
        Runnable open(Stage stage, Runnable closed);
    }

    private final FxThread fx = new FxThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Opening opening;
    private @Nullable Runnable close;

    public WindowProgram(Opening opening) {
        this.opening = opening;
    }

    /// Returns when the window has been closed.
    ///
    /// @throws UnsupportedOperationException when there is no display
    public void run() throws InterruptedException {
        FxThread.start();
        fx.execute(() -> close = opening.open(new Stage(), closed::countDown));
        closed.await();
        FxThread.stop();
    }

    /// Closes the window as its user would; [#run()] returns soon after. Any thread.
    public void stop() {
        fx.execute(() -> {
            if (close != null) {
                close.run();
            } else {
                closed.countDown();
            }
        });
    }
}
