package dev.peercade.mediator.stun;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many answers a source may have: a token bucket each, and one over all of them, since sources can be
/// forged. The table forgets the source that was silent for longest once it is full. One thread uses it.
final class SourceLimit {

    /// @param burst answers at once
    /// @param perSecond answers in the long run
    record Rate(int burst, int perSecond) {}

    private static final long NANOS = 1_000_000_000L;

    private final Rate each;
    private final Rate all;
    private final Map<Long, Bucket> buckets;
    private final Bucket total;

    /// @param sources so many are remembered at most
    /// @param nowNanos of the clock that [#admits] is told the time of
    SourceLimit(Rate each, Rate all, int sources, long nowNanos) {
        this.each = each;
        this.all = all;
        this.total = new Bucket(all.burst(), nowNanos);
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
                return size() > sources;
            }
        };
    }

    /// Whether this source may have one more answer now.
    ///
    /// @param nowNanos of a clock that never goes back
    boolean admits(InetAddress source, long nowNanos) {
        Bucket own = buckets.computeIfAbsent(key(source), unused -> new Bucket(each.burst(), nowNanos));
        return own.take(each, nowNanos) && total.take(all, nowNanos);
    }

    int remembered() {
        return buckets.size();
    }

    /// A whole /64 is one source over IPv6: that is what one subscriber has.
    private static long key(InetAddress source) {
        ByteBuffer bytes = ByteBuffer.wrap(source.getAddress());
        return source instanceof Inet4Address ? (1L << 32) | (bytes.getInt() & 0xffffffffL) : bytes.getLong();
    }

    private static final class Bucket {
        private double tokens;
        private long atNanos;

        Bucket(int tokens, long atNanos) {
            this.tokens = tokens;
            this.atNanos = atNanos;
        }

        boolean take(Rate rate, long nowNanos) {
            tokens = Math.min(rate.burst(), tokens + (nowNanos - atNanos) * (double) rate.perSecond() / NANOS);
            atNanos = nowNanos;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
