package dev.peercade.testbed.lab;

import java.util.Random;

/// One direction of a bad link: decides of each packet whether and when it leaves. Told the time; repeats with its
/// seed. One thread.
final class LinkDirection {

    /// Instead of a time: the packet is lost.
    static final long LOST = -1;

    /// Instead of a time: the packet does not fit into the queue.
    static final long OVERFLOWED = -2;

    private final Random random;
    private boolean bad;
    private double bottleneckFreeAt = Double.NEGATIVE_INFINITY;
    private long last = Long.MIN_VALUE;
    private long queued;

    LinkDirection(long seed) {
        this.random = new Random(seed);
    }

    /// When a packet leaves the link, or one of the two values above.
    ///
    /// @param now nanoseconds, at least 0, as the result
    /// @param bytes of the packet, IP header included
    long departure(LinkQuality quality, long now, int bytes) {
        LinkQuality.Loss loss = quality.loss();
        if (random.nextDouble() < (bad ? loss.badToGood() : loss.goodToBad())) {
            bad = !bad;
        }
        if (random.nextDouble() < (bad ? loss.inBad() : loss.inGood())) {
            return LOST;
        }
        double through = Math.max(now, bottleneckFreeAt);
        if (through - now > quality.bottleneck().nanos(quality.bottleneck().queueBytes())) {
            return OVERFLOWED;
        }
        queued = Math.round(through - now);
        through += quality.bottleneck().nanos(bytes);
        bottleneckFreeAt = through;
        double delayed = through + (quality.delayMs() + quality.jitterMs() * random.nextDouble()) * 1e6;
        last = Math.max(last, Math.round(delayed));
        return last;
    }

    /// How long the packet that leaves last waits for its turn.
    long queuedNanos() {
        return queued;
    }
}
