package dev.peercade.peer.media.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peercade.model.report.Percentiles;
import dev.peercade.peer.time.MonoTime;
import org.junit.jupiter.api.Test;

class FrameMeterTest {

    private static final long MS = 1_000_000;

    private final FrameMeter meter = new FrameMeter();
    private MonoTime now = new MonoTime(Long.MAX_VALUE - 500 * MS);

    private void frames(int count, long gapMs, boolean differs) {
        for (int i = 0; i < count; i++) {
            meter.onFrame(now, differs);
            now = now.plusNanos(gapMs * MS);
        }
    }

    @Test
    void anEvenStreamHasItsRateAndNoFreezeAlsoWhileTheClockWraps() {
        frames(51, 20, true);
        assertThat(meter.meanFps()).isCloseTo(50, within(0.01));
        assertThat(meter.freezeMs()).isZero();
    }

    @Test
    void onlyWhatExceedsTheBoundOfAGapIsAFreeze() {
        frames(60, 20, true);
        now = now.plusNanos(480 * MS);
        frames(1, 20, true);
        assertThat(meter.freezeMs()).isEqualTo(500 - 150);
    }

    @Test
    void aSlowStreamIsNotAFreeze() {
        frames(40, 200, true);
        assertThat(meter.freezeMs()).isZero();
    }

    @Test
    void repeatedPicturesAreNotDistinct() {
        frames(10, 20, true);
        frames(30, 20, false);
        assertThat(meter.frames()).isEqualTo(40);
        assertThat(meter.distinct()).isEqualTo(10);
    }

    @Test
    void aSpanCountsOnlyItsOwnFrames() {
        frames(60, 10, true);
        assertThat(meter.takeSpanFps(now)).isCloseTo(100, within(0.01));
        frames(10, 50, true);
        assertThat(meter.takeSpanFps(now)).isCloseTo(20, within(0.01));
    }

    @Test
    void aStageThatWasNeverMeasuredHasNoFigure() {
        StageDelay stage = new StageDelay();
        assertThat(stage.percentiles()).isNull();
        for (int i = 1; i <= 100; i++) {
            stage.record(i * MS);
        }
        Percentiles percentiles = stage.percentiles();
        assertThat(percentiles).isNotNull();
        assertThat(percentiles.p50()).isCloseTo(50, within(1.0));
        assertThat(percentiles.p99()).isCloseTo(99, within(1.0));
    }
}
