package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.SequenceNumber;
import dev.peercade.peer.wire.Ssrc;
import dev.peercade.peer.wire.TransportFeedback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Notes when packets arrive, and tells the sender (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3).
final class ArrivalRecorder {

    /// Twice in three pictures at 60 a second: the sender is to know of a queue before the picture after the next.
    /// Some 100 bytes each, 1 % of 3 Mbit/s.
    static final Duration INTERVAL = Duration.ofMillis(25);

    /// Packets that one feedback tells of: they fit into a datagram.
    private static final int AT_ONCE = 400;

    /// A jump beyond is of another sender, or of a wrap that nobody has seen.
    private static final int JUMP_MAX = 8192;

    private final NavigableMap<Long, MonoTime> arrivals = new TreeMap<>();
    private boolean started;
    private long highest;
    private long next;
    private int count;
    private @Nullable MonoTime due;

    /// @param sequenceNumber transport-wide
    void onPacket(int sequenceNumber, MonoTime now) {
        // One wrap up, so that an earlier one has an index above 0.
        long index = started ? SequenceNumber.unwrap(sequenceNumber, highest) : sequenceNumber + 0x10000L;
        if (!started || Math.abs(index - highest) > JUMP_MAX) {
            arrivals.clear();
            next = index;
            highest = index;
            started = true;
        }
        highest = Math.max(highest, index);
        // Later than its feedback, yet worth telling.
        next = Math.min(next, index);
        arrivals.putIfAbsent(index, now);
        due = due == null ? now.plus(INTERVAL) : due;
    }

    @Nullable
    TransportFeedback poll(Ssrc local, Ssrc source, MonoTime now) {
        if (!Deadlines.isDue(due, now) || arrivals.isEmpty()) {
            return null;
        }
        long last = Math.min(highest, next + AT_ONCE - 1);
        List<@Nullable Long> told = new ArrayList<>();
        long first = next;
        long previous = Long.MIN_VALUE;
        for (long index = first; index <= last; index++) {
            MonoTime at = arrivals.get(index);
            Long ticks = at == null ? null : Math.floorDiv(at.nanos(), TransportFeedback.TICK_NANOS);
            if (ticks != null && previous != Long.MIN_VALUE && Math.abs(ticks - previous) > Short.MAX_VALUE) {
                break;
            }
            previous = ticks == null ? previous : ticks;
            told.add(ticks);
        }
        next = first + told.size();
        arrivals.headMap(next).clear();
        due = arrivals.isEmpty() ? null : now;
        return new TransportFeedback(local, source, (int) (first & 0xFFFF), count++ & 0xFF, told);
    }

    @Nullable
    MonoTime deadline() {
        return due;
    }
}
