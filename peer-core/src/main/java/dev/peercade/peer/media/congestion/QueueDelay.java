package dev.peercade.peer.media.congestion;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// How long packets wait in the queues of the way: what they take beyond the shortest time seen. Only a queue that
/// stands counts, the smallest wait over some pictures (as in RFC 8289, section 3.2): a picture's packets queue behind
/// one another anyway, and jitter spares some.
final class QueueDelay {

    /// Half a dozen pictures at 60 a second.
    private static final long WINDOW_NANOS = 100_000_000;

    /// As long as the shortest time is believed: a path may grow longer, and clocks drift apart by 50 µs a second.
    private static final int BASE_SECONDS = 30;

    private static final long SECOND = 1_000_000_000;

    /// One that is late by more is late for another reason.
    private static final long JITTER_MAX_NANOS = 40_000_000;

    /// As in RFC 3550, appendix A.8.
    private static final double JITTER_WEIGHT = 1.0 / 16;

    private record Transit(long sentNanos, long nanos) {}

    private final Deque<Transit> recent = new ArrayDeque<>();
    private final long[] shortest = new long[BASE_SECONDS];
    private long second = Long.MIN_VALUE;
    private long train = PacketResult.NO_TRAIN;
    private long firstTransit;
    private double jitter;

    QueueDelay() {
        Arrays.fill(shortest, Long.MAX_VALUE);
    }

    /// @param arrivalNanos on the receiver's clock
    void onArrival(PacketResult packet, long arrivalNanos) {
        long sentNanos = packet.sentAt().nanos();
        long transit = arrivalNanos - sentNanos;
        follow(packet.train(), transit);
        long present = Math.floorDiv(sentNanos, SECOND);
        if (present > second) {
            for (long passed = Math.max(second + 1, present - BASE_SECONDS + 1); passed <= present; passed++) {
                shortest[slot(passed)] = Long.MAX_VALUE;
            }
            second = present;
        }
        shortest[slot(second)] = Math.min(shortest[slot(second)], transit);
        recent.addLast(new Transit(sentNanos, transit));
        while (!recent.isEmpty() && sentNanos - recent.getFirst().sentNanos > WINDOW_NANOS) {
            recent.removeFirst();
        }
    }

    /// Of the first packets of pictures, which queue behind nothing of the same picture.
    private void follow(long present, long transit) {
        if (present == PacketResult.NO_TRAIN || present == train) {
            return;
        }
        if (train != PacketResult.NO_TRAIN) {
            jitter += (Math.min(JITTER_MAX_NANOS, Math.abs(transit - firstTransit)) - jitter) * JITTER_WEIGHT;
        }
        train = present;
        firstTransit = transit;
    }

    /// How much what pictures take differs from one to the next, nanoseconds.
    long jitterNanos() {
        return (long) jitter;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) BASE_SECONDS);
    }

    /// Nanoseconds, 0 before the first arrival.
    long standingNanos() {
        long smallest = Long.MAX_VALUE;
        for (Transit transit : recent) {
            smallest = Math.min(smallest, transit.nanos);
        }
        long base = Long.MAX_VALUE;
        for (long each : shortest) {
            base = Math.min(base, each);
        }
        return smallest == Long.MAX_VALUE || base == Long.MAX_VALUE ? 0 : smallest - base;
    }
}
