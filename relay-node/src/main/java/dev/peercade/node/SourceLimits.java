package dev.peercade.node;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each source may do something in a minute; for IPv6 a /64 is one source. Remembers a bounded number
/// of them and forgets the one that came longest ago. Thread-safe.
final class SourceLimits {

    private static final int SOURCES_MAX = 4_096;
    private static final int V6_BYTES = 8;

    private record Source(String bytes) {}

    private final int perMinute;
    private final Map<Source, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Bucket> eldest) {
            return size() > SOURCES_MAX;
        }
    };

    SourceLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    /// Seconds to wait, or 0 where it may do so now.
    synchronized long take(InetAddress address) {
        byte[] bytes = address.getAddress();
        Source source =
                new Source(Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, V6_BYTES) : bytes));
        ConsumptionProbe probe = buckets.computeIfAbsent(source, _ -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? 0
                : Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(perMinute)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .build())
                .build();
    }
}
