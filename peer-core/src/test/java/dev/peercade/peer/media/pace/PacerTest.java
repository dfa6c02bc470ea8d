package dev.peercade.peer.media.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final int BYTES = 1000;

    /// Close to where nanoseconds wrap.
    private MonoTime now = new MonoTime(Long.MAX_VALUE - 5_000_000);

    private static List<byte[]> packets(int count) {
        return Collections.nCopies(count, new byte[BYTES]);
    }

    /// Milliseconds after which each packet left, to the nearest.
    private List<Long> departures(Pacer pacer) {
        List<Long> departures = new ArrayList<>();
        MonoTime start = now;
        while (true) {
            while (pacer.poll(now) != null) {
                departures.add(Math.round(now.nanosSince(start) / 1e6));
            }
            MonoTime next = pacer.deadline();
            if (next == null) {
                return departures;
            }
            now = next;
        }
    }

    @Test
    void packetsLeaveOneAfterTheOtherAtTheRate() {
        Pacer pacer = new Pacer(1e6);
        pacer.send(packets(4), 1);
        assertThat(departures(pacer)).containsExactly(0L, 8L, 16L, 24L);
    }

    @Test
    void withoutARateAllLeaveAtOnce() {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY);
        pacer.send(packets(100), 1);
        assertThat(departures(pacer)).hasSize(100).containsOnly(0L);
    }

    @Test
    void idleTimeIsNotSavedUp() {
        Pacer pacer = new Pacer(1e6);
        pacer.send(packets(1), 1);
        departures(pacer);
        now = now.plus(Duration.ofSeconds(10));
        pacer.send(packets(3), 2);
        assertThat(departures(pacer)).containsExactly(0L, 8L, 16L);
    }

    @Test
    void repairsGoFirstAndAreOfNoTrain() {
        Pacer pacer = new Pacer(1e6);
        pacer.send(packets(2), 7);
        pacer.repair(new byte[BYTES]);
        assertThat(Objects.requireNonNull(pacer.poll(now)).train()).isZero();
        now = now.plus(Duration.ofMillis(8));
        assertThat(Objects.requireNonNull(pacer.poll(now)).train()).isEqualTo(7);
    }

    @Test
    void anotherRateHoldsFromTheNextPacketOn() {
        Pacer pacer = new Pacer(1e6);
        pacer.send(packets(3), 1);
        pacer.poll(now);
        pacer.rate(8e6);
        assertThat(departures(pacer)).containsExactly(8L, 9L);
    }
}
