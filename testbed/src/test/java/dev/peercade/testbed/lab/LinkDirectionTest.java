package dev.peercade.testbed.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinkDirectionTest {

    private static final int BYTES = 1250;
    private static final long MS = 1_000_000;

    @Test
    void aPerfectLinkAddsNothing() {
        assertThat(new LinkDirection(1).departure(LinkQuality.PERFECT, 7, BYTES))
                .isEqualTo(7);
    }

    @Test
    void jitterStaysInItsBoundsAndNeverReorders() {
        LinkQuality quality = LinkQuality.PERFECT.delayMs(20).jitterMs(10);
        LinkDirection direction = new LinkDirection(1);
        long[] departures = LongStream.range(0, 2000)
                .map(packet -> direction.departure(quality, packet * MS, BYTES))
                .toArray();
        assertThat(departures).isSorted();
        long[] delays = LongStream.range(0, 2000)
                .map(packet -> departures[(int) packet] - packet * MS)
                .toArray();
        assertThat(LongStream.of(delays).min().orElseThrow()).isBetween(20 * MS, 21 * MS);
        assertThat(LongStream.of(delays).max().orElseThrow()).isBetween(29 * MS, 30 * MS);
    }

    @Test
    void aBottleneckSpacesPacketsAndDropsWhatItsQueueDoesNotHold() {
        // 10,000 bits at 10 Mbit/s take 1 ms.
        LinkQuality quality = LinkQuality.PERFECT.rate(10, 4 * BYTES);
        LinkDirection direction = new LinkDirection(1);
        long[] departures = LongStream.range(0, 7)
                .map(packet -> direction.departure(quality, 0, BYTES))
                .toArray();
        assertThat(departures).containsExactly(MS, 2 * MS, 3 * MS, 4 * MS, 5 * MS, -2, -2);
        assertThat(direction.departure(quality, 5 * MS, BYTES)).isEqualTo(6 * MS);
    }

    @Test
    void badStatesLastAsLongAsTheirProbabilitySaysAndLoseMore() {
        // The bad state is the third of all packets, 20 in a row on average.
        LinkQuality quality = LinkQuality.PERFECT.bursts(new LinkQuality.Loss(0.025, 0.05, 0, 1));
        LinkDirection direction = new LinkDirection(1);
        int lost = 0;
        int bursts = 0;
        boolean before = false;
        for (int packet = 0; packet < 100_000; packet++) {
            boolean now = direction.departure(quality, 0, BYTES) == LinkDirection.LOST;
            lost += now ? 1 : 0;
            bursts += now && !before ? 1 : 0;
            before = now;
        }
        assertThat(lost).isBetween(30_000, 37_000);
        assertThat(lost / (double) bursts).isBetween(18.0, 22.0);
    }

    @Test
    void itRepeatsWithItsSeed() {
        LinkQuality quality = LinkQuality.PERFECT.jitterMs(10).loss(0.5);
        assertThat(first(quality, 1)).isEqualTo(first(quality, 1)).isNotEqualTo(first(quality, 2));
    }

    private static long[] first(LinkQuality quality, long seed) {
        LinkDirection direction = new LinkDirection(seed);
        return LongStream.range(0, 100)
                .map(packet -> direction.departure(quality, packet * MS, BYTES))
                .toArray();
    }
}
