package dev.peercade.testbed.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Callers, each a virtual thread, that run together for a time.
public final class Load {

    private final Duration length;
    private final List<Worker> workers = new ArrayList<>();
    private final CallFigures wakes = new CallFigures();

    /// What one caller does, from `start` until `end` of [System#nanoTime()].
    private interface Worker {
        void work(long start, long end) throws Exception;
    }

    Load(Duration length) {
        this.length = length;
    }

    /// Calls as peers do: once in a period, whatever the last call took, the first at a point of its own. A peer has
    /// one call open at most, so none that would have been slow goes unasked while calls take less than the period.
    ///
    /// @param phase from 0 to 1
    Load paced(CallFigures figures, Duration period, double phase, CallFigures.Call call) {
        workers.add((start, end) -> {
            for (long next = start + (long) (period.toNanos() * phase); next < end; next += period.toNanos()) {
                parkUntil(next);
                figures.time(call);
            }
        });
        return this;
    }

    /// Calls again as soon as it has its answer.
    Load flatOut(CallFigures figures, CallFigures.Call call) {
        workers.add((start, end) -> {
            while (System.nanoTime() < end) {
                figures.time(call);
            }
        });
        return this;
    }

    /// Blocks until all are done.
    ///
    /// @return how long they ran, in seconds
    double run() throws Exception {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService canary = Executors.newSingleThreadExecutor()) {
            Future<?> wakes = canary.submit(() -> noteWakes(start, end));
            List<Future<?>> all = new ArrayList<>();
            for (Worker worker : workers) {
                all.add(threads.submit(() -> {
                    worker.work(start, end);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            wakes.get();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private Void noteWakes(long start, long end) throws InterruptedException {
        for (long next = start; next < end; next += 10_000_000) {
            parkUntil(next);
            wakes.note(System.nanoTime() - next, null);
        }
        return null;
    }

    /// How late a thread of the driver that has nothing else to do was woken, every 10 ms: what of the measured times
    /// is the machine's own, since whoever else uses the processors delays mediator and driver alike.
    String lateness() {
        return String.format(
                java.util.Locale.ROOT,
                "an idle thread was woken late by p50 %.1f ms, p99 %.1f ms",
                wakes.percentileMs(50),
                wakes.percentileMs(99));
    }

    static void parkUntil(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// What else the machine does weighs on every figure.
    public static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " x " + model + ", load average "
                + Files.readString(Path.of("/proc/loadavg")).strip();
    }

    /// Seconds from a system property.
    static Duration seconds(String property, int otherwise) {
        return Duration.ofSeconds(Integer.getInteger(property, otherwise));
    }
}
