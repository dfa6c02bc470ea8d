package dev.peercade.peer.media.congestion;

import java.util.ArrayDeque;
import java.util.Deque;

/// What arrives a second.
final class ArrivalRate {

    private record Arrival(long nanos, int bytes) {}

    private final long windowNanos;
    private final Deque<Arrival> recent = new ArrayDeque<>();
    private long bytes;
    private long latest = Long.MIN_VALUE;

    ArrivalRate(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void onArrival(long arrivalNanos, int packetBytes) {
        recent.addLast(new Arrival(arrivalNanos, packetBytes));
        bytes += packetBytes;
        latest = Math.max(latest, arrivalNanos);
        while (!recent.isEmpty() && latest - recent.getFirst().nanos > windowNanos) {
            bytes -= recent.removeFirst().bytes;
        }
    }

    /// Bits a second over the window, 0 while too little has arrived to say.
    double bitsPerSecond() {
        if (recent.size() < 2) {
            return 0;
        }
        long span = latest - recent.getFirst().nanos;
        // The first packet took its time before the window began.
        long counted = bytes - recent.getFirst().bytes;
        return span < windowNanos / 2 ? 0 : counted * 8e9 / span;
    }
}
