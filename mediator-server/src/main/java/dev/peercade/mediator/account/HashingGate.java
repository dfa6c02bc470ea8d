package dev.peercade.mediator.account;

import dev.peercade.mediator.web.BoundedTable;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets only so many passwords be hashed at a time: hashing is slow by design, and a storm of logins must leave
/// the processors to those who are signed in. Those who wait stand in two queues that take turns, the known in one
/// and strangers in the other: neither a thousand guessing addresses nor owners who sign in without end keep the
/// others out. One address and one account have few places, so a storm from one waits only for itself. Thread-safe.
final class HashingGate {

    /// Longer than a person is willing to look at a sign-in button.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int PLACES_PER_ADDRESS = 8;

    /// An account signs in on a desktop or two at once; more of it wait with the strangers.
    private static final int PLACES_PER_KNOWN_ACCOUNT = 2;

    /// What one thread serves within the patience, at 50 ms a hash and as long a rest; the known have as many besides,
    /// when strangers hold these. More would wait in vain, and each holds a connection and up to 200 KiB: 2,500 of
    /// them cost 600 MiB and collections that stopped everyone else.
    static final int PLACES = 48;

    /// With so many for each thread it is a storm, in which a stranger's hash is followed by a rest as long: a thread
    /// that never sleeps, nice or not, makes Linux hold back the processes of other sessions, such as PostgreSQL's,
    /// for up to half a second.
    static final int CROWD = 32;

    /// A hash that waited for the database was none of the processor's work.
    static final Duration LONGEST_REST = Duration.ofMillis(100);

    private static final int TABLE_MAX = 10_000;

    /// A tenth of a processor for which others of this session compete.
    private static final int NICE = 10;

    private final int threads;
    private final LongConsumer rest;
    private final AtomicInteger all = new AtomicInteger();
    private final BoundedTable<Address, AtomicInteger> byAddress = new BoundedTable<>(TABLE_MAX);
    private final BoundedTable<String, AtomicInteger> byAccount = new BoundedTable<>(TABLE_MAX);
    private final TurnQueue<Turn> waiting = new TurnQueue<>();

    private record Turn(FutureTask<?> work, boolean known) {}

    /// Callers are virtual threads, which the scheduler does not preempt: on them a hash of 80 ms would hold one of
    /// the few carriers, and every other call behind it. So it has threads of its own.
    ///
    /// @param threads half of the processors is a good number, and at least one
    HashingGate(int threads) {
        this(threads, LockSupport::parkNanos);
    }

    /// @param rest has the calling thread do nothing for so many nanoseconds
    HashingGate(int threads, LongConsumer rest) {
        this.threads = threads;
        this.rest = rest;
        ThreadFactory factory = Thread.ofPlatform().daemon().name("hashing-", 0).factory();
        for (int i = 0; i < threads; i++) {
            factory.newThread(this::serve).start();
        }
    }

    private void serve() {
        Niceness.ofThisThread(NICE);
        try {
            while (true) {
                Turn turn = waiting.take();
                long start = System.nanoTime();
                turn.work.run();
                if (!turn.known && all.get() >= CROWD * threads) {
                    rest.accept(Math.min(System.nanoTime() - start, LONGEST_REST.toNanos()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs the work when its turn has come; blocks until it is done.
    ///
    /// @param account to which this address has brought the right password before, in one spelling; or null
    /// @throws ProblemException TOO_MANY_REQUESTS or UNAVAILABLE when its turn does not come
    <T> T pass(Address address, @Nullable String account, Supplier<T> work) {
        AtomicInteger ofAddress = byAddress.getOrMake(address, key -> new AtomicInteger());
        AtomicInteger ofAccount =
                account == null ? new AtomicInteger() : byAccount.getOrMake(account, key -> new AtomicInteger());
        boolean known = ofAccount.incrementAndGet() <= PLACES_PER_KNOWN_ACCOUNT && account != null;
        boolean room = ofAddress.incrementAndGet() <= PLACES_PER_ADDRESS;
        boolean roomForAll = all.incrementAndGet() <= PLACES * threads * (known ? 2 : 1);
        try {
            if (!room) {
                throw new ProblemException(
                        ProblemCode.TOO_MANY_REQUESTS,
                        "Too many passwords from this address are being checked at once.",
                        Duration.ofSeconds(1));
            }
            if (!roomForAll) {
                throw tooMany();
            }
            FutureTask<T> task = new FutureTask<>(work::get);
            Turn turn = new Turn(task, known);
            waiting.add(turn, known);
            return await(task, turn);
        } finally {
            all.decrementAndGet();
            ofAddress.decrementAndGet();
            ofAccount.decrementAndGet();
        }
    }

    private <T> T await(FutureTask<T> task, Turn turn) {
        try {
            try {
                return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (waiting.remove(turn)) {
                    throw tooMany();
                }
                return task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            waiting.remove(turn);
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "The mediator is stopping.");
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                ProblemCode.UNAVAILABLE, "Too many passwords are being checked at once.", Duration.ofSeconds(2));
    }

    /// Those whose turn has not come yet.
    int queued() {
        return waiting.size();
    }
}
