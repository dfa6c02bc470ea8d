package dev.peercade.peer.media.stats;

import dev.peercade.model.report.Percentiles;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The distribution of one stage's delay. Bounded memory: 10 µs to 60 s at two significant digits.
public final class StageDelay {

    private static final long HIGHEST_MICROS = 60_000_000;

    private final Histogram micros = new Histogram(10, HIGHEST_MICROS, 2);

    /// Negative values, which a stepped source may give, count as zero.
    public void record(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1000, 0, HIGHEST_MICROS));
    }

    /// Null before the first value: a stage that is not measured has no figure.
    public @Nullable Percentiles percentiles() {
        return micros.getTotalCount() == 0 ? null : new Percentiles(ms(50), ms(95), ms(99));
    }

    public void reset() {
        micros.reset();
    }

    private double ms(double percentile) {
        return Math.round(micros.getValueAtPercentile(percentile) / 10.0) / 100.0;
    }
}
