package dev.peercade.desktop.thread;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Calls that take time, made beside the window; their answers come back on its thread, so that models need no locks.
///
/// @param background where calls may block
/// @param window where answers arrive, one after the other
/// @param later runs things on the window's thread once a time has passed
public record Work(Executor background, Executor window, Later later) {

    /// Knows the time.
    @FunctionalInterface
    public interface Later {
        void after(Duration wait, Runnable task);
    }

    /// With the machine's own time.
    public Work(Executor background, Executor window) {
        this(
                background,
                window,
                (wait, task) -> CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, window)
                        .execute(task));
    }

    /// Calls on virtual threads, answers on the JavaFX thread.
    public static Work ofWindow() {
        return new Work(task -> Thread.ofVirtual().name("desktop-work").start(task), new FxThread());
    }

    /// Runs something on the window's thread again and again, first after one period. An animation would do too, but
    /// has
    /// the window drawn all the time.
    ///
    /// @return ends it
    public Runnable every(Duration period, Runnable task) {
        CountDownLatch ended = new CountDownLatch(1);
        background.execute(() -> {
            try {
                while (!ended.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                    window.execute(task);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return ended::countDown;
    }

    /// Runs something on the window's thread once, that much later.
    public void after(Duration wait, Runnable task) {
        later.after(wait, task);
    }

    /// @param failed takes what the call has thrown; errors of the program are not among it
    public <T> void run(Callable<T> call, Consumer<T> done, Consumer<Exception> failed) {
        background.execute(() -> {
            try {
                T answer = call.call();
                window.execute(() -> done.accept(answer));
            } catch (Exception e) {
                window.execute(() -> failed.accept(e));
            }
        });
    }
}
