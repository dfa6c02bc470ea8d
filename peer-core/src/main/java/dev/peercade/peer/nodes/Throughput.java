package dev.peercade.peer.nodes;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// How fast bytes come. The time before the first ones is the way's, not its width's, and counts for nothing. For
/// one thread at a time.
public final class Throughput {

    /// What comes at once is not measured to be infinitely fast.
    private static final long LEAST_NANOS = 1_000;

    private final MonoTime askedAt;
    private @Nullable MonoTime firstAt;
    private MonoTime lastAt;
    private long firstBytes;
    private long bytes;

    /// @param askedAt when the question left
    public Throughput(MonoTime askedAt) {
        this.askedAt = askedAt;
        this.lastAt = askedAt;
    }

    public void came(int count, MonoTime now) {
        if (count <= 0) {
            return;
        }
        if (firstAt == null) {
            firstAt = now;
            firstBytes = count;
        }
        bytes += count;
        lastAt = now;
    }

    public long bytes() {
        return bytes;
    }

    /// Mbit/s from the first arrival to the last; where there was one alone, from the question to it. 0 where
    /// nothing came.
    public double mbps() {
        MonoTime first = firstAt;
        return first == null || bytes == firstBytes
                ? mbps(bytes, lastAt.nanosSince(askedAt))
                : mbps(bytes - firstBytes, lastAt.nanosSince(first));
    }

    /// So many bytes in so long, as Mbit/s.
    public static double mbps(long bytes, long nanos) {
        return bytes * 8_000.0 / Math.max(nanos, LEAST_NANOS);
    }
}
