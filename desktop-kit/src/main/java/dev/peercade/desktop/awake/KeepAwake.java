package dev.peercade.desktop.awake;

import dev.peercade.desktop.bus.SessionBus;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the display from being dimmed or locked until it is closed, or the process ends, where the platform lets it.
/// Whatever it takes to do so happens on a thread of its own; no call waits for that.
public final class KeepAwake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeepAwake.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean held;

    private KeepAwake() {}

    /// By the session bus of this process, where it has one.
    ///
    /// @param why a person may be shown it, such as "Streaming a game"
    public static KeepAwake begin(String why) {
        return begin(SessionBus.of(System.getenv()), why);
    }

    /// @param bus null where there is none
    public static KeepAwake begin(@Nullable SessionBus bus, String why) {
        KeepAwake awake = new KeepAwake();
        Thread.ofPlatform().daemon().name("keep-awake").start(() -> awake.hold(bus, why));
        return awake;
    }

    private void hold(@Nullable SessionBus bus, String why) {
        for (WakeLock lock : WakeLock.ofPlatform(bus)) {
            try (WakeLock.Held _ = lock.take(why)) {
                held = true;
                LOG.debug("The display is kept awake by {}", lock.name());
                closed.await();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | LinkageError e) {
                LOG.debug("The display cannot be kept awake by {}: {}", lock.name(), e.toString());
            } finally {
                held = false;
            }
        }
    }

    /// Whether the display is kept awake now. It takes a moment after the beginning.
    public boolean held() {
        return held;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
