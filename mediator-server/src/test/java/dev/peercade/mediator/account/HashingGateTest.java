package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.mediator.web.ProblemException;
import java.util.ArrayList;
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
    void manyAddressesTogetherHaveOnlySoManyPlacesAndTheNextIsRefusedAtOnce() throws Exception {
        HashingGate gate = new HashingGate(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guesses = new ArrayList<>();
            for (int i = 0; i < HashingGate.PLACES; i++) {
                Address address = Address.of("127.1.0." + (i + 1));
                guesses.add(threads.submit(() -> gate.pass(address, () -> {
                    awaitQuietly(release, inside);
                    return 1;
                })));
            }
            Awaitility.await().until(() -> inside.get() == 1 && gate.waiting() == HashingGate.PLACES);

            assertThatThrownBy(() -> gate.pass(Address.of("127.2.0.1"), () -> 1))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("at once");

            release.countDown();
            for (Future<Integer> guess : guesses) {
                assertThat(guess.get()).isOne();
            }
            assertThat(gate.pass(Address.of("127.2.0.1"), () -> 2)).isEqualTo(2);
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
