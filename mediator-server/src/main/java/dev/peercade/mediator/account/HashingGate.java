package dev.peercade.mediator.account;

import dev.peercade.mediator.web.BoundedTable;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
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

    /// What a thread serves within the patience, at 40 ms a hash and as long a rest. More would wait in vain, and each
    /// holds a connection and up to 200 KiB: 2,500 of them cost 600 MiB and collections that stopped everyone else.
    static final int PLACES = 64;

    /// From so many on it is a storm, and each hash is followed by a rest as long. Nice or not, a thread that never
    /// sleeps makes Linux hold back processes of other sessions, as each of PostgreSQL's is, for up to 0.4 s.
    static final int CROWD = 32;

    /// Places that the known have besides, when strangers hold all the others.
    private static final int PLACES_OF_THE_KNOWN = 64;

    private static final int TABLE_MAX = 10_000;

    /// A tenth of a processor for which others compete, and all of one that nobody else wants.
    private static final int NICE = 10;

    private final AtomicInteger all = new AtomicInteger();
    private final BoundedTable<Address, AtomicInteger> byAddress = new BoundedTable<>(TABLE_MAX);
    private final BoundedTable<String, AtomicInteger> byAccount = new BoundedTable<>(TABLE_MAX);
    private final TwoQueues order = new TwoQueues();
    private final LongConsumer rest;

    /// Callers are virtual threads, which the scheduler does not preempt: on them a hash of 80 ms would hold one of
    /// the few carriers, and every other call behind it.
    private final ThreadPoolExecutor hashers;

    /// Start-time fair queueing: each queue numbers its own turns on from the one that runs, so two that are both
    /// full take turns, and one that was empty does not have to make up for it.
    private static final class TwoQueues {

        private long running;
        private long lastKnown;
        private long lastStranger;

        synchronized long number(boolean known) {
            long number = Math.max(known ? lastKnown : lastStranger, running) + 1;
            if (known) {
                lastKnown = number;
            } else {
                lastStranger = number;
            }
            return number;
        }

        synchronized void runs(long number) {
            running = Math.max(running, number);
        }
    }

    /// One piece of work in the queue.
    private static final class Turn<T> extends FutureTask<T> implements Comparable<Turn<?>> {

        private static final Comparator<Turn<?>> ORDER =
                Comparator.<Turn<?>>comparingLong(turn -> turn.number).thenComparing(turn -> !turn.known);

        private final boolean known;
        private final long number;
        private final TwoQueues order;
        private final LongConsumer whenDone;

        Turn(boolean known, TwoQueues order, Supplier<T> work, LongConsumer whenDone) {
            super(work::get);
            this.known = known;
            this.number = order.number(known);
            this.order = order;
            this.whenDone = whenDone;
        }

        @Override
        public void run() {
            order.runs(number);
            long start = System.nanoTime();
            super.run();
            whenDone.accept(System.nanoTime() - start);
        }

        @Override
        public int compareTo(Turn<?> other) {
            return ORDER.compare(this, other);
        }
    }

    /// @param atATime half of the processors is a good number, and at least one
    HashingGate(int atATime) {
        this(atATime, LockSupport::parkNanos);
    }

    /// @param rest has the calling thread do nothing for so many nanoseconds
    HashingGate(int atATime, LongConsumer rest) {
        this.rest = rest;
        ThreadFactory threads = Thread.ofPlatform().daemon().name("hashing-", 0).factory();
        this.hashers = new ThreadPoolExecutor(
                atATime,
                atATime,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                loop -> threads.newThread(() -> {
                    Niceness.ofThisThread(NICE);
                    loop.run();
                }));
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
        boolean roomForAll = all.incrementAndGet() <= PLACES + (known ? PLACES_OF_THE_KNOWN : 0);
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
            Turn<T> turn = new Turn<>(known, order, work, this::restInAStorm);
            hashers.execute(turn);
            return await(turn);
        } finally {
            all.decrementAndGet();
            ofAddress.decrementAndGet();
            ofAccount.decrementAndGet();
        }
    }

    private void restInAStorm(long nanos) {
        if (all.get() >= CROWD) {
            rest.accept(nanos);
        }
    }

    private <T> T await(Turn<T> turn) {
        try {
            try {
                return turn.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (hashers.remove(turn)) {
                    throw tooMany();
                }
                return turn.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            hashers.remove(turn);
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
        return hashers.getQueue().size();
    }
}
