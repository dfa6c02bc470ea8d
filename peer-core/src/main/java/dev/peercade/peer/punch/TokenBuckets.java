package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One token bucket for each key: full at first, and filled again over a window. A full one is not remembered, and
/// where
/// there are too many the one that was used longest ago is forgotten.
final class TokenBuckets<K> {

    private record Bucket(double tokens, MonoTime at) {}

    private final int size;
    private final long windowNanos;
    private final int rowsMax;

    // In the order of the latest change, the eldest first.
    private final Map<K, Bucket> buckets = new LinkedHashMap<>();

    /// @param size tokens in a full bucket
    /// @param window in which an empty one fills
    TokenBuckets(int size, Duration window, int rowsMax) {
        this.size = size;
        this.windowNanos = window.toNanos();
        this.rowsMax = rowsMax;
    }

    boolean holdsOne(K key, MonoTime now) {
        return tokens(key, now) >= 1;
    }

    void take(K key, MonoTime now) {
        put(key, tokens(key, now) - 1, now);
    }

    void giveBack(K key, int tokens, MonoTime now) {
        put(key, Math.min(size, tokens(key, now) + tokens), now);
    }

    int rows() {
        return buckets.size();
    }

    private double tokens(K key, MonoTime now) {
        @Nullable Bucket bucket = buckets.get(key);
        return bucket == null
                ? size
                : Math.min(size, bucket.tokens + (double) size * now.nanosSince(bucket.at) / windowNanos);
    }

    private void put(K key, double tokens, MonoTime now) {
        CheckBudget.renew(buckets, key, new Bucket(tokens, now), old -> now.nanosSince(old.at) >= windowNanos, rowsMax);
    }
}
