package dev.peercade.testbed.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Times and failures of calls of one kind. Thread-safe.
final class CallFigures {

    private long[] nanos = new long[4096];
    private int count;
    private final Map<String, Integer> errors = new TreeMap<>();

    /// One call, timed from its start.
    interface Call {
        int status() throws java.io.IOException;
    }

    /// Makes the call and notes its time, or why it failed: any status but 200 and 201.
    void time(Call call) {
        long start = System.nanoTime();
        try {
            int status = call.status();
            note(System.nanoTime() - start, status == 200 || status == 201 ? null : "status " + status);
        } catch (java.io.IOException e) {
            note(System.nanoTime() - start, e.getClass().getSimpleName());
        }
    }

    synchronized void note(long took, @org.jspecify.annotations.Nullable String error) {
        if (error != null) {
            errors.merge(error, 1, Integer::sum);
            return;
        }
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = took;
    }

    synchronized int count() {
        return count;
    }

    synchronized Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    /// In ms; 0 where nothing was measured.
    synchronized double percentileMs(double percent) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (count * percent / 100))] / 1e6;
    }

    /// @param seconds over which the calls were made
    String line(double seconds) {
        return String.format(
                Locale.ROOT,
                "%6d calls, %7.1f a second, p50 %6.1f ms, p99 %6.1f ms, longest %6.1f ms, failures %s",
                count(),
                count() / seconds,
                percentileMs(50),
                percentileMs(99),
                percentileMs(100),
                errors().isEmpty() ? "none" : errors().toString());
    }
}
