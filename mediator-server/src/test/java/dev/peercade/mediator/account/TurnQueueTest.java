package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TurnQueueTest {

    private final TurnQueue<String> queue = new TurnQueue<>();

    @Test
    void twoThatAreFullTakeTurnsAndEachKeepsItsOrder() throws Exception {
        for (String turn : List.of("s1", "s2", "s3", "s4", "k1", "k2")) {
            queue.add(turn, turn.startsWith("k"));
        }
        assertThat(drained()).containsExactly("k1", "s1", "k2", "s2", "s3", "s4");
    }

    @Test
    void oneThatWasEmptyDoesNotMakeUpForIt() throws Exception {
        queue.add("s1", false);
        queue.add("s2", false);
        assertThat(queue.take()).isEqualTo("s1");
        assertThat(queue.take()).isEqualTo("s2");
        for (String turn : List.of("s3", "s4", "k1", "k2", "k3")) {
            queue.add(turn, turn.startsWith("k"));
        }
        assertThat(drained()).containsExactly("k1", "s3", "k2", "s4", "k3");
    }

    /// Strangers give up after their patience, one after the other, while the known sign in without end.
    @Test
    void whoGivesUpCostsTheOthersOfHisQueueNoTurn() throws Exception {
        for (int i = 0; i < 100; i++) {
            queue.add("s" + i, false);
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.add("k" + i, true);
            for (int gone = 4 * i; gone < 4 * i + 3; gone++) {
                queue.remove("s" + gone);
            }
            taken.add(queue.take());
            taken.add(queue.take());
        }
        assertThat(taken.stream().filter(turn -> turn.startsWith("s"))).hasSize(20);
    }

    @Test
    void whatWasTakenCannotBeTakenBack() throws Exception {
        queue.add("taken", true);
        queue.add("waiting", false);
        assertThat(queue.take()).isEqualTo("taken");
        assertThat(queue.remove("taken")).isFalse();
        assertThat(queue.remove("waiting")).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoTakesWaitsForTheFirst() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> taken = threads.submit(queue::take);
            queue.add("late", false);
            assertThat(taken.get()).isEqualTo("late");
        }
    }

    private List<String> drained() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (queue.size() > 0) {
            taken.add(queue.take());
        }
        return taken;
    }
}
