package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.mediator.web.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingGateTest {

    private static final Address HOME = Address.of("127.2.0.1");

    private final List<Long> rests = Collections.synchronizedList(new ArrayList<>());
    private final HashingGate gate = new HashingGate(1, rests::add);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        release.countDown();
        threads.close();
    }

    @Test
    void manyAddressesTogetherHaveOnlySoManyPlacesAndTheKnownGoBeforeThem() throws Exception {
        List<Future<Boolean>> guesses = strangers(HashingGate.PLACES);

        assertThatThrownBy(() -> gate.pass(HOME, null, () -> 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("at once");
        Future<Boolean> known = enter(HOME, "ann", "known");

        release.countDown();
        for (Future<Boolean> guess : guesses) {
            assertThat(guess.get()).isTrue();
        }
        assertThat(known.get()).isTrue();
        assertThat(order.indexOf("known"))
                .as("right after the one whose turn it was")
                .isOne();
        assertThat(gate.pass(HOME, null, () -> 2)).isEqualTo(2);
    }

    @Test
    void theKnownKeepNoStrangerOutHoweverManyTheyAre() throws Exception {
        strangers(1);
        for (int i = 1; i <= 10; i++) {
            enter(Address.of("127.3.0." + i), "owner" + i, "known");
        }
        enter(HOME, null, "stranger");

        release.countDown();
        Awaitility.await().until(() -> order.size() == 12);
        assertThat(order.lastIndexOf("stranger"))
                .as("after the one whose turn it was, and one of the known")
                .isEqualTo(2);
    }

    @Test
    void oneAccountHasFewPlacesAmongTheKnown() throws Exception {
        strangers(HashingGate.PLACES);
        enter(Address.of("127.3.0.1"), "ann", "ann");
        enter(Address.of("127.3.0.2"), "ann", "ann");

        assertThatThrownBy(() -> gate.pass(Address.of("127.3.0.3"), "ann", () -> 1))
                .isInstanceOf(ProblemException.class);
        enter(HOME, "ben", "ben");

        release.countDown();
        Awaitility.await().until(() -> order.size() == HashingGate.PLACES + 3);
        assertThat(order.indexOf("ben")).isEqualTo(5);
    }

    @Test
    void hashingRestsInAStorm() throws Exception {
        strangers(HashingGate.PLACES);
        release.countDown();
        Awaitility.await().until(() -> order.size() == HashingGate.PLACES);
        assertThat(rests)
                .hasSizeGreaterThanOrEqualTo(HashingGate.PLACES - HashingGate.CROWD)
                .allMatch(nanos -> nanos > 0 && nanos <= HashingGate.LONGEST_REST.toNanos());
    }

    @Test
    void theKnownAreNoStormHoweverManyTheyAre() throws Exception {
        for (int i = 1; i <= HashingGate.CROWD; i++) {
            enter(Address.of("127.3.0." + i), "owner" + i, "known");
        }
        release.countDown();
        Awaitility.await().until(() -> order.size() == HashingGate.CROWD);
        gate.pass(HOME, null, () -> "after all the others");
        assertThat(rests).isEmpty();
    }

    @Test
    void hashingDoesNotRestInABusyMinute() throws Exception {
        strangers(HashingGate.CROWD - 1);
        release.countDown();
        Awaitility.await().until(() -> order.size() == HashingGate.CROWD - 1);
        gate.pass(HOME, null, () -> "after all the others");
        assertThat(rests).isEmpty();
    }

    private List<Future<Boolean>> strangers(int count) {
        List<Future<Boolean>> guesses = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            guesses.add(enter(Address.of("127.1.0." + i), null, "stranger"));
        }
        return guesses;
    }

    /// Returns when it is in the queue, so that the order is this one's.
    private Future<Boolean> enter(Address address, @Nullable String account, String name) {
        int before = gate.queued();
        boolean first = inside.get() == 0;
        Future<Boolean> result = threads.submit(() -> gate.pass(address, account, () -> {
            awaitQuietly(release, inside);
            return order.add(name);
        }));
        // All have to stand in the queue before the first of them gives up.
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> first ? inside.get() == 1 : gate.queued() == before + 1);
        return result;
    }

    private static void awaitQuietly(CountDownLatch release, AtomicInteger inside) {
        inside.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
