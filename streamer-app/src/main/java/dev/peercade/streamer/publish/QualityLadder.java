package dev.peercade.streamer.publish;

import dev.peercade.media.Size;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which size and frame rate a bit rate is good for: smaller pictures where the whole ones would be blocks, half as
/// many
/// where even those would. Down soon, up late, and later each time that it was in vain. Told the time.
final class QualityLadder {

    /// Below so many bits a pixel x264's fastest preset shows blocks rather than a game in motion, and a smaller
    /// picture, scaled up, looks better.
    private static final double BITS_PER_PIXEL_MIN = 0.03;

    /// To go up there must be so much more than the upper rung needs, or it would come down at once.
    private static final double MARGIN = 1.35;

    /// Two round trips on a long way, and several of the estimate's own turns.
    private static final Duration BEFORE_DOWN = Duration.ofMillis(500);

    private static final Duration BEFORE_UP = Duration.ofSeconds(5);
    private static final Duration BEFORE_UP_MAX = Duration.ofSeconds(60);

    /// Of the whole picture's sides, in eighths: each rung has about half the pixels of the one above.
    private static final int[] EIGHTHS = {8, 6, 4};

    private static final int EIGHT = 8;

    /// Fewer pictures a second than this are no motion.
    private static final int FPS_MIN = 15;

    /// @param every which pictures are coded: each, or every second one
    record Rung(Size size, int fps, int every) {

        /// The least that it is good for, in 1000 bits a second.
        double needsKbps() {
            return BITS_PER_PIXEL_MIN * size.width() * size.height() * fps / 1000;
        }
    }

    private final List<Rung> rungs = new ArrayList<>();
    private int present;
    private Duration beforeUp = BEFORE_UP;
    private @Nullable MonoTime belowSince;
    private @Nullable MonoTime aboveSince;
    private @Nullable MonoTime wentUpAt;

    /// @param size of the whole picture
    /// @param fps at most
    QualityLadder(Size size, int fps) {
        for (int eighths : EIGHTHS) {
            rungs.add(
                    new Rung(new Size(size.width() * eighths / EIGHT, size.height() * eighths / EIGHT).even(), fps, 1));
        }
        Rung smallest = rungs.getLast();
        if (fps / 2 >= FPS_MIN) {
            rungs.add(new Rung(smallest.size, fps / 2, 2));
        }
    }

    /// At once, as long as nothing has been coded.
    void begin(int kbps) {
        present = highest(kbps);
    }

    /// The first rung that needs no more than this, or the last.
    private int highest(double kbps) {
        int rung = 0;
        while (rung < rungs.size() - 1 && kbps < rungs.get(rung).needsKbps()) {
            rung++;
        }
        return rung;
    }

    /// The rung for this rate, which has been wanted up to now.
    Rung on(int kbps, MonoTime now) {
        Rung rung = rungs.get(present);
        boolean below = present < rungs.size() - 1 && kbps < rung.needsKbps();
        boolean above = present > 0 && kbps > MARGIN * rungs.get(present - 1).needsKbps();
        belowSince = !below ? null : belowSince == null ? now : belowSince;
        aboveSince = !above ? null : aboveSince == null ? now : aboveSince;
        if (lasts(belowSince, BEFORE_DOWN, now)) {
            stepDown(highest(kbps), now);
        } else if (lasts(aboveSince, beforeUp, now)) {
            present = Math.min(present - 1, highest(kbps / MARGIN));
            wentUpAt = now;
            aboveSince = null;
        }
        return rungs.get(present);
    }

    private void stepDown(int rung, MonoTime now) {
        MonoTime up = wentUpAt;
        boolean inVain = up != null && now.nanosSince(up) < 2 * BEFORE_UP.toNanos();
        Duration doubled = beforeUp.multipliedBy(2);
        beforeUp = !inVain ? BEFORE_UP : doubled.compareTo(BEFORE_UP_MAX) < 0 ? doubled : BEFORE_UP_MAX;
        wentUpAt = null;
        belowSince = null;
        present = rung;
    }

    private static boolean lasts(@Nullable MonoTime since, Duration patience, MonoTime now) {
        return since != null && now.nanosSince(since) >= patience.toNanos();
    }

    Rung present() {
        return rungs.get(present);
    }
}
