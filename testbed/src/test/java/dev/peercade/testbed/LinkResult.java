package dev.peercade.testbed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What became of the pictures of a [NumberedClip].
///
/// @param offered pictures taken by the streamer after the warm-up
/// @param late share of the offered ones that were not decoded within 100 ms, or not at all
/// @param lost share that was never decoded
/// @param p50 delay of the decoded ones, milliseconds
/// @param frozen milliseconds by which gaps between decoded pictures exceed 150
record LinkResult(int offered, double late, double lost, double p50, double p95, double p99, long frozen) {

    private static final long LATE_NANOS = 100_000_000;
    private static final long FREEZE_NANOS = 150_000_000;

    /// Both find what the path takes meanwhile.
    private static final int WARM_UP = 5 * NumberedClip.FPS;

    static LinkResult of(JsonNode taken, JsonNode seen) {
        Map<Integer, Long> at = new TreeMap<>();
        for (JsonNode picture : taken.path("at")) {
            at.put(picture.path(0).asInt(), picture.path(1).asLong());
        }
        Map<Integer, Long> first = new TreeMap<>();
        for (JsonNode picture : seen.path("at")) {
            first.putIfAbsent(picture.path(0).asInt(), picture.path(1).asLong());
        }
        int offered = 0;
        int inTime = 0;
        int decoded = 0;
        long frozen = 0;
        long before = 0;
        long[] delays = new long[at.size()];
        for (Map.Entry<Integer, Long> each : at.entrySet()) {
            if (each.getKey() < WARM_UP) {
                continue;
            }
            offered++;
            Long then = first.get(each.getKey());
            if (then != null) {
                delays[decoded++] = then - each.getValue();
                inTime += then - each.getValue() <= LATE_NANOS ? 1 : 0;
                frozen += before == 0 ? 0 : Math.max(0, then - before - FREEZE_NANOS);
                before = Math.max(before, then);
            }
        }
        long[] sorted = Arrays.copyOf(delays, decoded);
        Arrays.sort(sorted);
        return new LinkResult(
                offered,
                1 - (double) inTime / offered,
                1 - (double) decoded / offered,
                ms(sorted, 0.5),
                ms(sorted, 0.95),
                ms(sorted, 0.99),
                frozen / 1_000_000);
    }

    private static double ms(long[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "late or lost %6.2f %%  lost %6.2f %%  p50 %5.1f p95 %5.1f p99 %5.1f  frozen %d ms",
                100 * late,
                100 * lost,
                p50,
                p95,
                p99,
                frozen);
    }
}
