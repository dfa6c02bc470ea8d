package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;

/// A token bucket for each key: full at first, and filled again over a window. One that nobody has used for a window is
/// full, and forgotten.
final class TokenBuckets<K> {

    private record Bucket(double tokens, MonoTime at) {}

    private final int size;
    private final Duration window;
    private final RecentRows<K, Bucket> buckets;

    /// @param size tokens in a full bucket
    /// @param window in which an empty one fills
    /// @param rowsMax how many are remembered
    TokenBuckets(int size, Duration window, int rowsMax) {
        this.size = size;
        this.window = window;
        this.buckets = new RecentRows<>(rowsMax, window, Bucket::at);
    }

    boolean holdsOne(K key, MonoTime now) {
        return tokens(key, now) >= 1;
    }

    void take(K key, MonoTime now) {
        buckets.put(key, new Bucket(tokens(key, now) - 1, now), now);
    }

    void giveBack(K key, int tokens, MonoTime now) {
        buckets.put(key, new Bucket(Math.min(size, tokens(key, now) + tokens), now), now);
    }

    int rows() {
        return buckets.size();
    }

    private double tokens(K key, MonoTime now) {
        Bucket bucket = buckets.get(key, now);
        return bucket == null
                ? size
                : Math.min(size, bucket.tokens + (double) size * now.nanosSince(bucket.at) / window.toNanos());
    }
}
