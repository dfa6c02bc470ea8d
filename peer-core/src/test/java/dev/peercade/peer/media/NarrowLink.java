package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One direction with a rate, a drop-tail queue before it, a delay and jitter behind it, in virtual time.
final class NarrowLink {

    /// UDP, IPv4 and SRTP.
    private static final int HEADERS = 44;

    private record InFlight(MonoTime arrival, byte[] datagram) {}

    private final Duration delay;
    private final Duration jitter;
    private final double loss;
    private final SplittableRandom random;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private double bitsPerSecond;
    private final Duration queueMax;
    private MonoTime freeAt = new MonoTime(0);
    private MonoTime lastArrival = new MonoTime(0);
    final List<Long> queueNanos = new ArrayList<>();
    long bytes;
    long dropped;
    long sent;

    NarrowLink(double bitsPerSecond, Duration queueMax, Duration delay, Duration jitter, double loss, long seed) {
        this.bitsPerSecond = bitsPerSecond;
        this.queueMax = queueMax;
        this.delay = delay;
        this.jitter = jitter;
        this.loss = loss;
        random = new SplittableRandom(seed);
    }

    void rate(double bits) {
        bitsPerSecond = bits;
    }

    void send(byte[] datagram, MonoTime now) {
        sent++;
        if (random.nextDouble() < loss) {
            return;
        }
        MonoTime starts = freeAt.isBefore(now) ? now : freeAt;
        long waits = starts.nanosSince(now);
        if (waits > queueMax.toNanos()) {
            dropped++;
            return;
        }
        queueNanos.add(waits);
        int length = datagram.length + HEADERS;
        bytes += length;
        freeAt = starts.plusNanos((long) (length * 8e9 / bitsPerSecond));
        MonoTime arrival = freeAt.plus(delay).plusNanos(random.nextLong(jitter.toNanos() + 1));
        lastArrival = arrival.isBefore(lastArrival) ? lastArrival : arrival;
        inFlight.add(new InFlight(lastArrival, datagram));
    }

    List<byte[]> receive(MonoTime now) {
        List<byte[]> arrived = new ArrayList<>();
        while (!inFlight.isEmpty() && !now.isBefore(inFlight.peek().arrival())) {
            arrived.add(inFlight.poll().datagram());
        }
        return arrived;
    }

    @Nullable
    MonoTime deadline() {
        InFlight first = inFlight.peek();
        return first == null ? null : first.arrival();
    }

    void forgetFigures() {
        queueNanos.clear();
        bytes = 0;
        dropped = 0;
        sent = 0;
    }

    double queueMs(double quantile) {
        long[] sorted = queueNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }
}
