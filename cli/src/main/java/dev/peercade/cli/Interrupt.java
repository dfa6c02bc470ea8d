package dev.peercade.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets Ctrl-C (and SIGTERM) end a command cleanly: it is asked to stop, and the process waits until it has.
final class Interrupt implements AutoCloseable {

    /// Leaving takes at most 5 s, a disk that is too slow for recording and snapshot 20, an embedded database a few.
    private static final long PATIENCE_SECONDS = 35;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interrupt");
    private boolean interrupted;
    private @Nullable Runnable stop;

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// How to end what the command does from now on. Called at once when the interrupt came before.
    synchronized void stopBy(Runnable newStop) {
        stop = newStop;
        if (interrupted) {
            newStop.run();
        }
    }

    /// Whether the command should not begin anything more.
    synchronized boolean interrupted() {
        return interrupted;
    }

    private void interrupt() {
        synchronized (this) {
            interrupted = true;
            if (stop != null) {
                stop.run();
            }
        }
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The command has finished, with everything it wanted to say said.
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown is under way: nothing to remove.
        }
    }
}
