package dev.peercade.peer.media.fec;

import java.time.Duration;

/// How many parity packets a picture gets: as many as bring the chance that it comes late below what nobody notices,
/// where retransmission alone does not. Pure.
public final class FecBudget {

    /// A picture that is later than this is late for who plays.
    private static final Duration DEADLINE = Duration.ofMillis(100);

    /// Before a loss is noticed, half a picture's time and some for reordering; and timers at both ends.
    private static final Duration NOTICE = Duration.ofMillis(12);

    /// One picture in a thousand, every 17 s at 60 a second.
    private static final double LATE_MAX = 0.001;

    /// Beyond, more parity takes more from the picture than the loss does.
    private static final double SHARE_MAX = 0.5;

    /// Below, loss is a matter of chance that a single plea mends.
    private static final double LOSS_MIN = 0.002;

    private FecBudget() {}

    /// @param loss share of packets lost, 0 to 1
    /// @param roundTrip zero where it is not known, which is taken for short
    /// @param packets of the picture
    /// @return parity packets, 0 to half of `packets`, rounded up
    public static int parities(double loss, Duration roundTrip, int packets) {
        if (loss < LOSS_MIN || packets == 0) {
            return 0;
        }
        double lateness = retransmissionFails(loss, roundTrip);
        int most = (int) Math.ceil(packets * SHARE_MAX);
        for (int parities = 0; parities < most; parities++) {
            if (lateShare(loss, lateness, packets, parities) <= LATE_MAX) {
                return parities;
            }
        }
        return most;
    }

    /// The chance that a lost packet does not come again in time. A question and its answer go twice.
    private static double retransmissionFails(double loss, Duration roundTrip) {
        Duration left = DEADLINE.minus(roundTrip.dividedBy(2));
        Duration one = roundTrip.plus(NOTICE);
        long tries = left.isNegative() ? 0 : Math.min(5, left.toMillis() / Math.max(1, one.toMillis()));
        double oneFails = Math.min(1, 2 * loss * loss);
        return Math.pow(oneFails, tries);
    }

    /// The chance that a loss is not made up for, and not there again in time.
    private static double lateShare(double loss, double lateness, int packets, int parities) {
        if (parities == 0) {
            return 1 - Math.pow(1 - loss * lateness, packets);
        }
        Strides strides = Strides.of(parities);
        double unmended;
        if (strides.columns() == 0) {
            double size = (double) packets / parities + 1;
            unmended = parities * size * (size - 1) / 2 * loss * loss;
        } else {
            // Two of a row and of a column both, or a loss whose row and whose column has another one.
            double bothAlike = Math.max(0, packets - strides.rows() * strides.columns()) * loss * loss;
            double inRow = Math.min(1, loss * packets / strides.rows());
            double inColumn = Math.min(1, loss * packets / strides.columns());
            unmended = bothAlike + packets * loss * inRow * inColumn;
        }
        return Math.min(1, unmended) * Math.min(1, 2 * lateness);
    }
}
