package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtpHeader.Packet;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts packets back into order: waits a little for one that is missing, then goes on without it.
final class ReorderBuffer {

    /// Packets held behind a gap: 100 ms of 100 Mbit/s are about 1000.
    static final int CAPACITY = 1024;

    private final TreeMap<Long, Held> held = new TreeMap<>();
    private Duration patience;
    private boolean started;
    private boolean gap;
    private long next;
    private long late;

    /// @param patience with a gap, from the arrival of what is behind it
    ReorderBuffer(Duration patience) {
        this.patience = patience;
    }

    void setPatience(Duration withAGap) {
        patience = withAGap;
    }

    /// All before this has come out, or was given up.
    long awaited() {
        return next;
    }

    /// What comes out, in order.
    sealed interface Item {

        record InOrder(Packet packet) implements Item {}

        /// At least one packet is missing here.
        record Gap() implements Item {}
    }

    private record Held(Packet packet, MonoTime arrivedAt) {}

    /// @param index sequence number without wraps; each at most once
    void insert(long index, Packet packet, MonoTime now) {
        if (!started) {
            started = true;
            next = index;
        }
        if (index < next) {
            late++;
            return;
        }
        held.put(index, new Held(packet, now));
        if (held.size() > CAPACITY) {
            skipGap();
        }
    }

    /// The next in order, or null while one is awaited.
    @Nullable
    Item next() {
        if (gap) {
            gap = false;
            return new Item.Gap();
        }
        if (held.isEmpty() || held.firstKey() != next) {
            return null;
        }
        next++;
        return new Item.InOrder(held.pollFirstEntry().getValue().packet());
    }

    /// Whether the wait for what is missing has just ended in vain.
    boolean giveUpGap(MonoTime now) {
        if (!Deadlines.isDue(deadline(), now)) {
            return false;
        }
        skipGap();
        return true;
    }

    private void skipGap() {
        if (held.firstKey() != next) {
            next = held.firstKey();
            gap = true;
        }
    }

    /// Patience counts from the arrival of the first packet behind the gap.
    @Nullable
    MonoTime deadline() {
        return held.isEmpty() ? null : held.firstEntry().getValue().arrivedAt().plus(patience);
    }

    long late() {
        return late;
    }
}
