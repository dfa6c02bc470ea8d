package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What has not come, and when it is asked for: soon after what follows it is there, then once in a round trip, as long
/// as an answer can still come in time.
final class MissingPackets {

    /// Packets that overtake one another on real paths do so by less.
    static final Duration REORDERING = Duration.ofMillis(3);

    /// Between two questions for the same packet at least, beside the round trip: queues and timers.
    private static final Duration MARGIN = Duration.ofMillis(3);

    /// Where more is missing a keyframe is the shorter way.
    static final int MAX = 256;

    /// After a question it is asked once more, since questions are lost too.
    private static final Duration ECHO = Duration.ofMillis(5);

    private record Missing(MonoTime since, @Nullable MonoTime askedAt, boolean echoed) {}

    private final Map<Long, Missing> missing = new TreeMap<>();
    private boolean started;
    private long highest;

    /// @param index sequence number without wraps
    void onPacket(long index, MonoTime now) {
        missing.remove(index);
        if (started && index > highest + 1 && index - highest <= MAX) {
            for (long lost = highest + 1; lost < index && missing.size() < MAX; lost++) {
                missing.put(lost, new Missing(now, null, false));
            }
        }
        highest = started ? Math.max(highest, index) : index;
        started = true;
    }

    /// What comes before has been given up.
    void forgetBefore(long index) {
        missing.keySet().removeIf(lost -> lost < index);
    }

    /// Which to ask for now, as sequence numbers.
    ///
    /// @param patience how long each is waited for
    List<Integer> poll(Duration roundTrip, Duration patience, MonoTime now) {
        List<Integer> due = new ArrayList<>();
        for (Map.Entry<Long, Missing> entry : missing.entrySet()) {
            Missing lost = entry.getValue();
            MonoTime at = dueAt(lost, roundTrip, patience);
            if (at != null && !now.isBefore(at)) {
                due.add((int) (entry.getKey() & 0xFFFF));
                boolean echo = lost.askedAt != null && !lost.echoed;
                entry.setValue(new Missing(lost.since, echo ? lost.askedAt : now, echo));
            }
        }
        return due;
    }

    @Nullable
    MonoTime deadline(Duration roundTrip, Duration patience) {
        MonoTime earliest = null;
        for (Missing lost : missing.values()) {
            earliest = Deadlines.earlier(earliest, dueAt(lost, roundTrip, patience));
        }
        return earliest;
    }

    /// Null where no answer would come in time.
    private static @Nullable MonoTime dueAt(Missing lost, Duration roundTrip, Duration patience) {
        MonoTime asked = lost.askedAt;
        MonoTime at = asked == null
                ? lost.since.plus(REORDERING)
                : lost.echoed ? asked.plus(roundTrip).plus(MARGIN) : asked.plus(ECHO);
        return at.plus(roundTrip).isBefore(lost.since.plus(patience)) ? at : null;
    }
}
