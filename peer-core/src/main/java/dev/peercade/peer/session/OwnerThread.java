package dev.peercade.peer.session;

import dev.peercade.peer.port.Clock;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns an engine: takes messages, then does what is due, then sleeps until the earliest
/// deadline.
public final class OwnerThread implements Mailbox {

    private static final Logger log = LoggerFactory.getLogger(OwnerThread.class);

    /// Messages between two looks at what is due, so that a flood cannot hold up consent or pacing.
    private static final int MESSAGES_AT_ONCE = 64;

    /// A second of nothing but faults: what stands behind them does not pass.
    private static final int FAULTS_MAX = 50;

    private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private final LinkedBlockingQueue<Consumer<MonoTime>> messages = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    public OwnerThread(Clock clock) {
        this.clock = clock;
    }

    public void start(String name, Engine engine) {
        thread = Thread.ofPlatform().daemon().name(name).start(() -> run(engine));
    }

    @Override
    public void post(Consumer<MonoTime> message) {
        messages.add(message);
    }

    /// Whether the engine has finished in time; true also on the owner's own thread, which cannot wait for itself.
    public boolean awaitEnd(Duration patience) {
        Thread owner = thread;
        if (owner == null || owner == Thread.currentThread()) {
            return true;
        }
        try {
            return owner.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whatever happens, the engine tells its end: somebody waits for it.
    private void run(Engine engine) {
        try {
            engine.start(clock.now());
            loop(engine);
        } catch (Throwable fault) {
            try {
                log.error("A session cannot go on", fault);
            } finally {
                engine.abort(fault, clock.now());
            }
        }
        messages.clear();
    }

    private void loop(Engine engine) {
        int faults = 0;
        while (!engine.isFinished()) {
            try {
                handle(messages.poll(patience(engine.deadline()), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                log.debug("An owner thread cannot be interrupted; it ends with its session");
            }
            RuntimeException fault = guarded(() -> engine.advance(clock.now()));
            faults = fault == null ? 0 : faults + 1;
            if (fault != null) {
                if (faults >= FAULTS_MAX) {
                    throw fault;
                }
                // What is due stays due: a fault must not become a busy loop.
                LockSupport.parkNanos(FAULT_PAUSE_NANOS);
            }
        }
    }

    private void handle(@Nullable Consumer<MonoTime> first) {
        Consumer<MonoTime> message = first;
        for (int i = 0; i < MESSAGES_AT_ONCE && message != null; i++) {
            Consumer<MonoTime> present = message;
            guarded(() -> present.accept(clock.now()));
            message = messages.poll();
        }
    }

    private long patience(@Nullable MonoTime deadline) {
        return deadline == null ? IDLE_NANOS : Math.clamp(deadline.nanosSince(clock.now()), 0, IDLE_NANOS);
    }

    /// An app's consumer that throws, or a fault of ours, must not take the session with it.
    private static @Nullable RuntimeException guarded(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException e) {
            log.error("A session's message failed", e);
            return e;
        }
    }
}
