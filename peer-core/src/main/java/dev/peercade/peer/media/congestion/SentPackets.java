package dev.peercade.peer.media.congestion;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.SequenceNumber;
import dev.peercade.peer.wire.TransportFeedback;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was sent under which transport-wide sequence number, until the receiver has told what became of it.
final class SentPackets {

    /// Two seconds of 20 Mbit/s. A power of two, so that sequence numbers wrap with it.
    private static final int CAPACITY = 4096;

    private record Sent(long index, MonoTime at, int bytes, long train) {}

    private final @Nullable Sent[] ring = new Sent[CAPACITY];
    private long next;
    private long originWraps;
    private long latestTicks;
    private boolean told;

    /// @return the packet's transport-wide sequence number, 0 to 65535
    int add(int bytes, long train, MonoTime now) {
        ring[(int) (next % CAPACITY)] = new Sent(next, now, bytes, train);
        return (int) (next++ & 0xFFFF);
    }

    /// In the order of sending. A packet that was told lost may come later, as one that arrived; none comes twice as
    /// arrived, and none that was never sent.
    List<PacketResult> onFeedback(TransportFeedback feedback) {
        List<PacketResult> results = new ArrayList<>(feedback.arrivals().size());
        long index = SequenceNumber.unwrap(feedback.first(), next);
        for (Long ticks : feedback.arrivals()) {
            Sent sent = index < 0 || index >= next ? null : ring[(int) (index % CAPACITY)];
            if (sent != null && sent.index == index) {
                results.add(
                        new PacketResult(index, sent.at, sent.bytes, sent.train, ticks == null ? null : nanos(ticks)));
                if (ticks != null) {
                    ring[(int) (index % CAPACITY)] = null;
                }
            }
            index++;
        }
        return results;
    }

    /// The reference time wraps every 12 days.
    private long nanos(long ticks) {
        long wrap = (1L << 24) * 256;
        if (told && latestTicks - ticks > wrap / 2) {
            originWraps++;
        } else if (told && ticks - latestTicks > wrap / 2) {
            originWraps--;
        }
        told = true;
        latestTicks = ticks;
        return (originWraps * wrap + ticks) * TransportFeedback.TICK_NANOS;
    }
}
