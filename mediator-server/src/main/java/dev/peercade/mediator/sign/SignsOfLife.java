package dev.peercade.mediator.sign;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// When each session, view request and push channel's peer was last heard of. In memory only and on a steady
/// clock: the count starts anew with the mediator, so that neither its outage nor a clock that jumps ends
/// anything. Thread-safe.
///
/// Bounded by what exists: only ids that were found to be open and the caller's own come in, and what has not
/// been heard of for long goes out at each sweep.
public final class SignsOfLife {

    /// A streamer polls every 5 s, a viewer every 10 s: so three to six calls may get lost.
    public static final Duration SILENCE = Duration.ofSeconds(30);

    private final Map<UUID, Long> lastNanos = new ConcurrentHashMap<>();
    private final Duration silence;
    private final LongSupplier nanoTime;

    /// @param nanoTime a steady clock, as [System#nanoTime()]
    public SignsOfLife(LongSupplier nanoTime) {
        this(SILENCE, nanoTime);
    }

    /// @param silence so long without a sign is too long
    public SignsOfLife(Duration silence, LongSupplier nanoTime) {
        this.silence = silence;
        this.nanoTime = nanoTime;
    }

    /// Notes a sign of life of a session, a view request or a peer.
    public void sign(UUID id) {
        lastNanos.put(id, nanoTime.getAsLong());
    }

    /// Whether neither the object nor the peer behind it has been heard of for too long. What is asked for the first
    /// time counts from now: the mediator has just started, or the object is new.
    public boolean silent(UUID object, UUID peer) {
        long now = nanoTime.getAsLong();
        long ofObject = lastNanos.computeIfAbsent(object, key -> now);
        long ofPeer = lastNanos.getOrDefault(peer, ofObject);
        return Math.min(now - ofObject, now - ofPeer) > silence.toNanos();
    }

    /// Begins to count anew, for after an outage: nobody could be heard in it.
    public void startAnew() {
        lastNanos.clear();
    }

    /// Drops what has ended.
    public void forgetOld() {
        long now = nanoTime.getAsLong();
        lastNanos.values().removeIf(last -> now - last > 2 * silence.toNanos());
    }

    public int size() {
        return lastNanos.size();
    }
}
