package dev.peercade.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Lets Ctrl-C (and SIGTERM, and the end of the terminal) end a command cleanly: it is asked to stop, and the process
/// ends as it would by itself, but for the exit code. One at a time in a process.
///
/// The signals are taken before the JVM's own shutdown begins: JavaFX would take itself down in that, at the same
/// moment as it draws.
final class Interrupt implements AutoCloseable {

    /// Leaving takes at most 5 s, a disk that is too slow for recording and snapshot 20, an embedded database a few.
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

    private static @Nullable Interrupt current;
    private static @Nullable Integer exitCode;

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private @Nullable Runnable stop;

    Interrupt() {
        synchronized (Interrupt.class) {
            current = this;
        }
        for (String name : SIGNALS) {
            try {
                Signal signal = new Signal(name);
                before.put(signal, Signal.handle(signal, caught -> by(caught.getName())));
            } catch (IllegalArgumentException e) {
                // Not on this system, or kept by the JVM: it ends the process itself.
            }
        }
    }

    /// Ends the process as the signal does, also one that was told in another way: in order where there is something
    /// to end, which takes as long as it takes, and at once where there is not. The first one counts.
    ///
    /// @param signal such as `INT`
    static void by(String signal) {
        int code = exitCode(signal);
        Interrupt running;
        synchronized (Interrupt.class) {
            if (exitCode != null) {
                return;
            }
            exitCode = code;
            running = current;
            if (running != null && running.stop != null) {
                running.stop.run();
            }
        }
        if (running == null) {
            System.exit(code);
        }
        try {
            Thread.sleep(PATIENCE);
            Runtime.getRuntime().halt(code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the shell is told of a process that the signal has ended.
    static int exitCode(String signal) {
        return 128 + new Signal(signal).getNumber();
    }

    /// What the shell is told of a process whose command ended so: the signal counts more.
    static synchronized int exitCode(int ofCommand) {
        return exitCode == null ? ofCommand : exitCode;
    }

    /// Whether a signal ends this process.
    static synchronized boolean happened() {
        return exitCode != null;
    }

    /// How to end what the command does from now on. Called at once when the interrupt came before.
    void stopBy(Runnable newStop) {
        synchronized (Interrupt.class) {
            stop = newStop;
            if (exitCode != null) {
                newStop.run();
            }
        }
    }

    /// The command has finished, with everything it wanted to say said.
    @Override
    public void close() {
        synchronized (Interrupt.class) {
            current = null;
        }
        before.forEach(Signal::handle);
    }
}
