package dev.peercade.peer.media.congestion;

import dev.peercade.peer.time.MonoTime;
import java.util.ArrayDeque;
import java.util.Deque;

/// Which share of the packets does not arrive, and whether sending less changes that. Where it does not, the loss is
/// the path's own, as that of a radio link, and no reason to send less.
final class LossShare {

    /// Loss above what is known to be the path's own that is taken for a sign of overload.
    private static final double SUSPICIOUS = 0.08;

    /// After sending less, before what that did is judged: the window and a round trip of most paths.
    private static final long TRIAL_NANOS = 1_300_000_000;

    private static final long WINDOW_NANOS = 1_000_000_000;
    private static final int PACKETS_MIN = 30;

    /// What is left of the loss when it is called the same still.
    private static final double UNCHANGED = 0.7;

    enum Verdict {
        /// Nothing to be done.
        QUIET,
        /// Send less, and see.
        TRY_LESS,
        /// Sending less was in vain: the rate from before the trial is right.
        PATHS_OWN
    }

    private record Fate(MonoTime sentAt, boolean lost) {}

    private final Deque<Fate> recent = new ArrayDeque<>();
    private int lost;
    private double own;
    private double before;
    private MonoTime trialEnds = new MonoTime(0);
    private boolean onTrial;

    void onResult(PacketResult packet) {
        boolean gone = packet.arrivalNanos() == null;
        recent.addLast(new Fate(packet.sentAt(), gone));
        lost += gone ? 1 : 0;
        while (packet.sentAt().nanosSince(recent.getFirst().sentAt) > WINDOW_NANOS) {
            lost -= recent.removeFirst().lost ? 1 : 0;
        }
    }

    double share() {
        return recent.size() < PACKETS_MIN ? 0 : (double) lost / recent.size();
    }

    Verdict judge(MonoTime now) {
        double share = share();
        if (onTrial) {
            if (now.isBefore(trialEnds)) {
                return Verdict.QUIET;
            }
            onTrial = false;
            if (share > before * UNCHANGED) {
                own = share;
                return Verdict.PATHS_OWN;
            }
        }
        own = Math.min(own, Math.max(share, own - 0.0005));
        if (share <= own * 1.25 + SUSPICIOUS) {
            return Verdict.QUIET;
        }
        onTrial = true;
        before = share;
        trialEnds = now.plusNanos(TRIAL_NANOS);
        return Verdict.TRY_LESS;
    }
}
