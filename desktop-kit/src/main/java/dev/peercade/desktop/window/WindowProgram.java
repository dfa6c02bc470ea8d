package dev.peercade.desktop.window;

import dev.peercade.desktop.thread.FxThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// A command that is a window: it lasts until the window has been closed. Once a process, which is to end afterwards.
public final class WindowProgram {

    /// Makes the window and opens it. JavaFX thread.
    @FunctionalInterface
    public interface Opening {

        /// @param closed to be run when the window is gone and nothing is left to be done
        void open(Stage stage, Runnable closed);
    }

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
    private final Opening opening;

    public WindowProgram(Opening opening) {
        this.opening = opening;
    }

    /// Returns when the window has been closed, or [#stop()] was called. JavaFX has to run.
    public void run() throws InterruptedException {
        new FxThread().execute(this::open);
        closed.await();
        RuntimeException fault = failed.get();
        if (fault != null) {
            throw fault;
        }
    }

    /// A window that could not be made can never be closed.
    private void open() {
        try {
            opening.open(new Stage(), closed::countDown);
        } catch (RuntimeException e) {
            failed.set(e);
            closed.countDown();
        }
    }

    /// Has [#run()] return, for Ctrl-C: the window is not asked, and goes with JavaFX. What it had open is closed by
    /// whoever closes the core. Any thread.
    public void stop() {
        closed.countDown();
    }
}
