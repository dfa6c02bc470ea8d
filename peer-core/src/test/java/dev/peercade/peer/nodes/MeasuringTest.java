package dev.peercade.peer.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What figures are made of.
class MeasuringTest {

    private static RoundTrips trips(int lost, double... ms) {
        RoundTrips trips = new RoundTrips();
        for (double each : ms) {
            trips.answered(each);
        }
        for (int i = 0; i < lost; i++) {
            trips.lost();
        }
        return trips;
    }

    @Test
    void theLatencyIsTheMedianAndOneLateAnswerSaysNothing() {
        assertThat(trips(0, 10, 900, 12, 11, 13).medianMs()).isEqualTo(12);
        assertThat(trips(0, 10, 900, 12, 11, 13).isOver()).isTrue();
        assertThat(trips(0, 10, 900, 12, 11).isOver()).isFalse();
    }

    @Test
    void whatIsLostCountsAsLate() {
        assertThat(trips(1, 10, 11, 12, 13).medianMs()).isEqualTo(12);
        assertThat(trips(2, 10, 11, 12).medianMs()).isEqualTo(12);
        assertThat(trips(2, 10, 11, 12).lostCount()).isEqualTo(2);
    }

    @Test
    void whoLosesMostHasNoLatencyAndIsAskedNoMore() {
        for (RoundTrips hopeless : new RoundTrips[] {trips(3), trips(3, 10), trips(3, 10, 11), trips(5)}) {
            assertThat(hopeless.isOver()).isTrue();
            assertThat(hopeless.medianMs()).isNull();
        }
        assertThat(trips(2).isOver()).isFalse();
    }

    @Test
    void theTimeBeforeTheFirstBytesIsTheWaysAndNotItsWidths() {
        for (long origin : new long[] {0, Long.MAX_VALUE - 100_000_000, -1}) {
            MonoTime asked = new MonoTime(origin);
            Throughput came = new Throughput(asked);
            assertThat(came.mbps()).isZero();
            came.came(500_000, asked.plus(Duration.ofMillis(200)));
            assertThat(came.mbps()).as("one arrival alone").isCloseTo(20, within(0.01));
            came.came(0, asked.plus(Duration.ofMillis(500)));
            came.came(1_250_000, asked.plus(Duration.ofMillis(300)));
            assertThat(came.mbps()).isCloseTo(100, within(0.01));
            assertThat(came.bytes()).isEqualTo(1_750_000);
        }
    }

    @Test
    void nothingIsInfinitelyFast() {
        assertThat(Throughput.mbps(1_000, 0)).isFinite().isPositive();
    }
}
