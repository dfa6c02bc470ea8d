package dev.peercade.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets Ctrl-C (and SIGTERM) end a command cleanly: the action asks it to stop, and the process waits until it has.
final class Interrupt implements AutoCloseable {

    /// Steps 12 and 13 take at most 5 s, and an embedded database a little more.
    private static final long PATIENCE_SECONDS = 15;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    Interrupt(Runnable stop) {
        hook = new Thread(() -> {
            stop.run();
            try {
                finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// The command has finished, with everything it wanted to say said.
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown is under way, by the hook or by System.exit: nothing to remove.
        }
    }
}
