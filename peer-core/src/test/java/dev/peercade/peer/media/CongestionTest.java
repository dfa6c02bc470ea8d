package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent follows what the way carries, in virtual time.
class CongestionTest {

    private static final Duration NEAR = Duration.ofMillis(25);
    private static final int START_KBPS = 3000;

    private static NarrowStream over(double bits, long queueMs) {
        return over(bits, queueMs, Duration.ZERO, 0);
    }

    private static NarrowStream over(double bits, long queueMs, Duration jitter, double loss) {
        NarrowLink link = new NarrowLink(bits, Duration.ofMillis(queueMs), NEAR, jitter, loss, 1);
        return new NarrowStream(link, NEAR, START_KBPS, 2);
    }

    private static void run(NarrowStream stream, int seconds) {
        stream.forgetFigures();
        stream.run(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1, 50", "1, 100", "1, 300", "2, 50", "2, 100", "2, 300", "8, 50", "8, 100", "8, 300"})
    void aNarrowLinkIsUsedAndItsQueueStaysShort(double mbit, long queueMs) {
        NarrowStream stream = over(mbit * 1e6, queueMs);
        run(stream, 5);
        run(stream, 60);
        assertThat(stream.there.bytes * 8 / 60.0 / (mbit * 1e6)).isGreaterThan(0.85);
        assertThat(stream.there.queueMs(0.5)).isLessThan(15);
        assertThat(stream.there.queueMs(0.95)).isLessThan(50);
        assertThat(stream.there.dropped).isLessThan(stream.there.sent / 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whereTheWayNarrowsAndWidensTheRateFollows(long seed) {
        NarrowLink link = new NarrowLink(8e6, Duration.ofMillis(300), NEAR, Duration.ZERO, 0, seed);
        NarrowStream stream = new NarrowStream(link, NEAR, START_KBPS, seed);
        run(stream, 20);
        assertThat(stream.targetKbps).isBetween(5000, 8000);
        link.rate(2e6);
        run(stream, 5);
        assertThat(stream.targetKbps).isLessThan(2000);
        run(stream, 5);
        assertThat(stream.there.queueMs(0.95)).isLessThan(100);
        run(stream, 10);
        link.rate(8e6);
        run(stream, 3);
        assertThat(stream.targetKbps).isBetween(5000, 8000);
    }

    /// A path that loses by itself, as a radio link does, is no narrower for that.
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1, 0.2})
    void lossThatSendingLessDoesNotChangeIsNoReasonToSendLess(double loss) {
        NarrowStream stream = over(50e6, 100, Duration.ofMillis(5), loss);
        run(stream, 20);
        assertThat(stream.targetKbps).isGreaterThan(20_000);
    }

    /// A queue too short to show by its delay.
    @Test
    void lossThatGoesWhenLessIsSentIsOverload() {
        NarrowStream stream = over(4e6, 3);
        run(stream, 20);
        run(stream, 20);
        assertThat((double) stream.there.dropped / stream.there.sent).isLessThan(0.15);
        assertThat(stream.targetKbps).isGreaterThan(1500);
    }

    @Test
    void jitterIsNoQueue() {
        NarrowStream stream = over(50e6, 100, Duration.ofMillis(20), 0);
        run(stream, 20);
        assertThat(stream.targetKbps).isGreaterThan(15_000);
    }

    @Test
    void aFastWayGetsItsPictureWithinASecond() {
        NarrowStream stream = over(100e6, 100);
        run(stream, 1);
        assertThat(stream.targetKbps).isGreaterThan(12_000);
    }

    @Test
    void whoHearsNothingAnyMoreSendsLessAndLess() {
        NarrowStream stream = over(20e6, 100);
        run(stream, 5);
        int before = stream.targetKbps;
        stream.back.rate(1);
        run(stream, 10);
        assertThat(stream.targetKbps).isLessThan(before / 4);
    }

    @Test
    void aSeedRepeatsToTheByte() {
        NarrowStream one = over(2e6, 100, Duration.ofMillis(3), 0.02);
        NarrowStream other = over(2e6, 100, Duration.ofMillis(3), 0.02);
        run(one, 20);
        run(other, 20);
        assertThat(one.delaysMs).isEqualTo(other.delaysMs).hasSizeGreaterThan(1000);
        assertThat(one.there.bytes).isEqualTo(other.there.bytes);
    }
}
