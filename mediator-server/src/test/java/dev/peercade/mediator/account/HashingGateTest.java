package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.mediator.web.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HashingGateTest {

    @Test
    void manyAddressesTogetherHaveOnlySoManyPlacesAndTheKnownGoBeforeThem() throws Exception {
        HashingGate gate = new HashingGate(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guesses = new ArrayList<>();
            for (int i = 0; i < HashingGate.PLACES; i++) {
                Address address = Address.of("127.1.0." + (i + 1));
                guesses.add(threads.submit(() -> gate.pass(address, false, () -> {
                    awaitQuietly(release, inside);
                    order.add("stranger");
                    return 1;
                })));
            }
            Awaitility.await().until(() -> inside.get() == 1 && gate.queued() == HashingGate.PLACES - 1);

            assertThatThrownBy(() -> gate.pass(Address.of("127.2.0.1"), false, () -> 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("at once");
            Future<Boolean> known =
                    threads.submit(() -> gate.pass(Address.of("127.2.0.1"), true, () -> order.add("known")));
            Awaitility.await().until(() -> gate.queued() == HashingGate.PLACES);

            release.countDown();
            for (Future<Integer> guess : guesses) {
                assertThat(guess.get()).isOne();
            }
            assertThat(known.get()).isTrue();
            assertThat(order.indexOf("known"))
                    .as("right after the one whose turn it was")
                    .isOne();
            assertThat(gate.pass(Address.of("127.2.0.1"), false, () -> 2)).isEqualTo(2);
        }
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
