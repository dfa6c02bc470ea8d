package dev.peercade.viewer.watch;

import dev.peercade.model.report.CommandEvent.Reception;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Decides from the figures of each second whether to warn of a poor picture, and what of. A single bad second
/// is no news, and a warning stays until it has been good for a while.
public final class Quality {

    public enum Verdict {
        GOOD,
        /// The way from the streamer loses packets or stands still.
        POOR_WAY,
        /// This machine does not keep up with decoding or drawing.
        SLOW_MACHINE
    }

    /// The first so many say nothing: everything is still warming up.
    private static final int GRACE = 5;

    /// Of the last so many seconds ...
    private static final int WINDOW = 5;

    /// ... so many are bad.
    private static final int BAD = 3;

    /// So many good ones in a row end a warning.
    private static final int CALM = 8;

    /// From here on losses are seen.
    private static final double LOST = 0.02;

    private static final long FROZEN_MS = 250;

    /// One in ten.
    private static final double LATE = 0.1;

    private final Deque<Verdict> seconds = new ArrayDeque<>();
    private @Nullable StreamFigures before;
    private Verdict verdict = Verdict.GOOD;
    private int calm;
    private int seen;

    /// The figures of another second, whose counters go on from the one before.
    Verdict next(StreamFigures now) {
        StreamFigures last = before;
        before = now;
        if (last != null && ++seen > GRACE) {
            take(second(last, now));
        }
        return verdict;
    }

    /// Forgets everything: another view begins.
    void reset() {
        seconds.clear();
        before = null;
        verdict = Verdict.GOOD;
        calm = 0;
        seen = 0;
    }

    private void take(Verdict second) {
        seconds.addLast(second);
        if (seconds.size() > WINDOW) {
            seconds.removeFirst();
        }
        calm = second == Verdict.GOOD ? calm + 1 : 0;
        for (Verdict bad : new Verdict[] {Verdict.POOR_WAY, Verdict.SLOW_MACHINE}) {
            if (seconds.stream().filter(bad::equals).count() >= BAD) {
                verdict = bad;
                return;
            }
        }
        if (calm >= CALM) {
            verdict = Verdict.GOOD;
        }
    }

    private static Verdict second(StreamFigures last, StreamFigures now) {
        long late = now.lateFrames() - last.lateFrames();
        long decoded = now.frames() - last.frames();
        if (late > 0 && late >= LATE * (decoded + late)) {
            return Verdict.SLOW_MACHINE;
        }
        long lost = now.packetsLost() - last.packetsLost();
        long came = packets(now) - packets(last);
        boolean poor = lost > LOST * (came + lost) || now.freezeMs() - last.freezeMs() >= FROZEN_MS;
        return poor ? Verdict.POOR_WAY : Verdict.GOOD;
    }

    private static long packets(StreamFigures figures) {
        Reception reception = figures.reception();
        return reception == null ? 0 : reception.packets();
    }
}
