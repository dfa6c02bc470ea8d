package dev.peercade.mediator.account;

import dev.peercade.mediator.web.BoundedTable;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Lets only so many passwords be hashed at a time: hashing is slow by design, and a storm of logins must leave
/// the processors to those who are signed in. Those who wait stand in a fair queue; one address has few places in
/// it, so a storm from one address waits only for itself. Thread-safe.
final class HashingGate {

    /// Longer than a person is willing to look at a sign-in button.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int PLACES_PER_ADDRESS = 8;

    /// About what one permit serves within the patience at 80 ms a hash. More would wait in vain, and each holds a
    /// connection and up to 200 KiB: 2,500 of them cost 600 MiB and collections that stopped everyone else.
    static final int PLACES = 64;

    private static final int ADDRESSES_MAX = 10_000;

    private final Semaphore permits;
    private final AtomicInteger allWaiting = new AtomicInteger();

    /// Callers are virtual threads, which the scheduler does not preempt: on them a hash of 80 ms would hold one of
    /// the few carriers, and every other call behind it.
    private final ExecutorService hashers;

    private final BoundedTable<Address, AtomicInteger> waiting = new BoundedTable<>(ADDRESSES_MAX);

    /// @param atATime half of the processors is a good number, and at least one
    HashingGate(int atATime) {
        this.permits = new Semaphore(atATime, true);
        this.hashers = Executors.newFixedThreadPool(
                atATime, Thread.ofPlatform().daemon().name("hashing-", 0).factory());
    }

    /// Runs the work when its turn has come; blocks until it is done.
    ///
    /// @throws ProblemException TOO_MANY_REQUESTS or UNAVAILABLE when it does not come
    <T> T pass(Address address, Supplier<T> work) {
        AtomicInteger places = waiting.getOrMake(address, key -> new AtomicInteger());
        if (places.incrementAndGet() > PLACES_PER_ADDRESS) {
            places.decrementAndGet();
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "Too many passwords from this address are being checked at once.",
                    Duration.ofSeconds(1));
        }
        try {
            if (allWaiting.incrementAndGet() > PLACES
                    || !permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(
                        ProblemCode.UNAVAILABLE,
                        "Too many passwords are being checked at once.",
                        Duration.ofSeconds(2));
            }
            try {
                return hashers.submit(work::get).get();
            } finally {
                permits.release();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "The mediator is stopping.");
        } finally {
            allWaiting.decrementAndGet();
            places.decrementAndGet();
        }
    }

    /// Those that stand in the queue, and those whose turn it is.
    int waiting() {
        return allWaiting.get();
    }
}
