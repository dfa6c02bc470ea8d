package dev.peercade.peer.media.stats;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// Counts frames, distinct ones and freezes.
///
/// A gap between two frames is a freeze by what it exceeds three mean frame times and 150 ms by, after the
/// definition of `totalFreezesDuration` in the W3C's statistics for WebRTC, which also names these two bounds.
public final class FrameMeter {

    private static final long FREEZE_FLOOR_NANOS = 150_000_000;
    /// Over about 30 frames, as in the same definition.
    private static final double MEAN_WEIGHT = 1.0 / 30;

    private long frames;
    private long distinct;
    private long freezeNanos;
    private double meanGapNanos;
    private @Nullable MonoTime first;
    private @Nullable MonoTime last;

    private @Nullable MonoTime spanStart;
    private long spanFrames;

    /// @param differs whether the frame is another picture than the one before
    public void onFrame(MonoTime now, boolean differs) {
        frames++;
        spanFrames++;
        if (differs) {
            distinct++;
        }
        MonoTime before = last;
        if (before != null) {
            long gap = now.nanosSince(before);
            // The first gap says how fast this stream is; only from then on can one be too long.
            if (meanGapNanos == 0) {
                meanGapNanos = gap;
            }
            freezeNanos += Math.max(0, gap - Math.max(FREEZE_FLOOR_NANOS, (long) (3 * meanGapNanos)));
            meanGapNanos += (gap - meanGapNanos) * MEAN_WEIGHT;
        } else {
            first = now;
            spanStart = now;
        }
        last = now;
    }

    public long frames() {
        return frames;
    }

    public long distinct() {
        return distinct;
    }

    public long freezeMs() {
        return freezeNanos / 1_000_000;
    }

    /// Frames a second between the first frame and the last.
    public double meanFps() {
        MonoTime from = first;
        MonoTime to = last;
        return from == null || to == null || frames < 2 ? 0 : (frames - 1) * 1e9 / Math.max(1, to.nanosSince(from));
    }

    /// Frames a second since the previous call, or since the first frame.
    public double takeSpanFps(MonoTime now) {
        MonoTime from = spanStart;
        if (from == null) {
            return 0;
        }
        double fps = spanFrames * 1e9 / Math.max(1, now.nanosSince(from));
        spanStart = now;
        spanFrames = 0;
        return fps;
    }
}
