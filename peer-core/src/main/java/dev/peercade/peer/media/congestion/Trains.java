package dev.peercade.peer.media.congestion;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What the narrowest link on the way carries, from how far it pulls the packets of a picture apart: each picture is a
/// packet train (Dovrolis et al., "Packet-dispersion techniques and a capacity-estimation methodology", 2004), so that
/// no padding has to be sent to probe. Only neighbours count, so loss does not make a link seem slow.
final class Trains {

    /// Over so many trains receivers that read several packets at once even out.
    private static final int TRAINS = 12;

    private static final long AGE_MAX_NANOS = 1_000_000_000;

    /// Of the receiver's clock, whose ticks are 250 µs, in each train.
    private static final long TICK_NANOS = 250_000;

    private static final int PAIRS_MIN = 10;

    /// @param bitsPerSecond that arrived within the trains
    /// @param sentBitsPerSecond that was sent within them
    /// @param dispersed whether they arrived slower than they were sent
    record Dispersion(double bitsPerSecond, double sentBitsPerSecond, boolean dispersed) {}

    private static final class Train {
        private final long id;
        private final long startNanos;
        private int pairs;
        private long bytes;
        private long sentGap;
        private long arrivalGap;

        private Train(long id, long startNanos) {
            this.id = id;
            this.startNanos = startNanos;
        }
    }

    private final Deque<Train> trains = new ArrayDeque<>();
    private @Nullable PacketResult previous;

    /// In the order of sending.
    void onArrival(PacketResult packet) {
        PacketResult before = previous;
        previous = packet;
        if (before == null || before.train() != packet.train() || before.index() + 1 != packet.index()) {
            return;
        }
        if (packet.train() == PacketResult.NO_TRAIN) {
            return;
        }
        Long from = before.arrivalNanos();
        Long to = packet.arrivalNanos();
        if (from == null || to == null) {
            return;
        }
        Train train = trains.peekLast();
        if (train == null || train.id != packet.train()) {
            train = new Train(packet.train(), packet.sentAt().nanos());
            trains.addLast(train);
        }
        train.pairs++;
        train.bytes += packet.bytes();
        train.sentGap += packet.sentAt().nanosSince(before.sentAt());
        train.arrivalGap += Math.max(0, to - from);
        while (trains.size() > TRAINS
                || trains.size() > 1 && packet.sentAt().nanos() - trains.getFirst().startNanos > AGE_MAX_NANOS) {
            trains.removeFirst();
        }
    }

    /// Of the latest trains together; null while they are too few.
    @Nullable
    Dispersion dispersion() {
        int pairs = 0;
        long bytes = 0;
        long sent = 0;
        long arrived = 0;
        for (Train train : trains) {
            pairs += train.pairs;
            bytes += train.bytes;
            sent += train.sentGap;
            arrived += train.arrivalGap;
        }
        if (pairs < PAIRS_MIN) {
            return null;
        }
        boolean dispersed = arrived > sent * 1.1 + trains.size() * TICK_NANOS;
        return new Dispersion(bytes * 8e9 / Math.max(1, arrived), bytes * 8e9 / Math.max(1, sent), dispersed);
    }

    void forget() {
        trains.clear();
        previous = null;
    }
}
