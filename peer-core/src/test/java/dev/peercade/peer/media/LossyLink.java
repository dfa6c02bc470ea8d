package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One direction of a network in virtual time: delays, jitters, loses and doubles datagrams, the same for the same
/// seed.
final class LossyLink {

    /// @param loss probability, 0 to 1
    /// @param duplicates probability, 0 to 1
    /// @param reordered probability, 0 to 1, of an extra delay up to `jitter`
    record Weather(Duration delay, Duration jitter, double loss, double duplicates, double reordered) {

        static Weather fine() {
            return new Weather(Duration.ofMillis(10), Duration.ZERO, 0, 0, 0);
        }
    }

    private record InFlight(MonoTime arrival, long order, byte[] datagram) {}

    private final Weather weather;
    private final SplittableRandom random;
    private final PriorityQueue<InFlight> inFlight = new PriorityQueue<>(
            Comparator.<InFlight>comparingLong(flying -> flying.arrival().nanos())
                    .thenComparingLong(InFlight::order));
    private long sent;
    private long lost;
    private long doubled;

    LossyLink(Weather weather, long seed) {
        this.weather = weather;
        random = new SplittableRandom(seed);
    }

    void send(byte[] datagram, MonoTime now) {
        sent++;
        if (random.nextDouble() < weather.loss()) {
            lost++;
            return;
        }
        enqueue(datagram, now);
        if (random.nextDouble() < weather.duplicates()) {
            doubled++;
            enqueue(datagram, now);
        }
    }

    private void enqueue(byte[] datagram, MonoTime now) {
        boolean late = random.nextDouble() < weather.reordered();
        long extra = late ? random.nextLong(weather.jitter().toNanos() + 1) : 0;
        inFlight.add(new InFlight(now.plus(weather.delay()).plusNanos(extra), inFlight.size() + sent, datagram));
    }

    /// What has arrived by now, in the order of arrival.
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

    long sent() {
        return sent;
    }

    long lost() {
        return lost;
    }

    long doubled() {
        return doubled;
    }
}
