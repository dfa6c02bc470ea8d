package dev.peercade.mediator.account;

import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// How many accounts an address may make.
@Component
public final class RegistrationLimit {

    private static final int ADDRESSES_MAX = 10_000;

    private final BoundedTable<Address, Bucket> buckets = new BoundedTable<>(ADDRESSES_MAX);
    private final int burst;

    /// @param burst so many at once, then as many an hour; a household or a class behind one address makes about this
    /// many
    RegistrationLimit(@Value("${peercade.registrations-per-hour:100}") int burst) {
        this.burst = burst;
    }

    /// @throws ProblemException TOO_MANY_REQUESTS
    public void take(Address address) {
        ConsumptionProbe probe = buckets.getOrMake(address, key -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "Too many accounts were made from this address.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(burst, Duration.ofHours(1))
                        .build())
                .build();
    }
}
