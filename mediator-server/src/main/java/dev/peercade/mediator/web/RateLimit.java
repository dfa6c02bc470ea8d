package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/// How often each of many may do something: so often at once, and then as often an hour. Remembers a bounded number
/// of them. Thread-safe.
public final class RateLimit<K> {

    private static final int KEYS_MAX = 10_000;

    private final BoundedTable<K, Bucket> buckets = new BoundedTable<>(KEYS_MAX);
    private final int perHour;

    public RateLimit(int perHour) {
        this.perHour = perHour;
    }

    /// @param detail what the problem says when it was too often
    /// @throws ProblemException TOO_MANY_REQUESTS
    public void take(K key, String detail) {
        ConsumptionProbe probe = buckets.getOrMake(key, unused -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS, detail, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(perHour)
                        .refillGreedy(perHour, Duration.ofHours(1))
                        .build())
                .build();
    }
}
