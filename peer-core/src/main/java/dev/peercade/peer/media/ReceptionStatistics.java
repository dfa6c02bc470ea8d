package dev.peercade.peer.media;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.SequenceNumber;
import java.util.BitSet;

/// Counts what came of one source (RFC 3550, appendices A.1, A.3 and A.8). Its packets are authenticated, so there
/// is no probation.
final class ReceptionStatistics {

    /// Packets remembered one by one, to tell duplicates from late ones: over a second of 20 Mbit/s.
    private static final int REMEMBERED = 4096;

    /// As many packets as a parity can stand for.
    private static final int REPAIRED_AHEAD_MAX = 128;

    private final BitSet seen = new BitSet(REMEMBERED);
    private boolean started;
    private long first;
    private long highest;
    private long latestIndex;
    private long received;
    private long bytes;
    private long duplicates;
    private long repaired;
    private long jitterTimes16;
    private long lastTransit;
    private long expectedPrior;
    private long receivedPrior;

    /// Whether the packet is one to go on with: no duplicate, and not so old that nobody can tell.
    boolean onPacket(RtpHeader header, int packetBytes, MonoTime now) {
        if (!started) {
            started = true;
            // One wrap up, so that a packet from before the first still has an index above 0.
            first = header.sequenceNumber() + 0x10000L;
            highest = first - 1;
        }
        latestIndex = SequenceNumber.unwrap(header.sequenceNumber(), highest);
        if (latestIndex <= highest - REMEMBERED || (latestIndex <= highest && seen.get(slot(latestIndex)))) {
            duplicates++;
            return false;
        }
        if (latestIndex > highest) {
            forget(highest + 1, latestIndex);
            highest = latestIndex;
        }
        first = Math.min(first, latestIndex);
        seen.set(slot(latestIndex));
        received++;
        bytes += packetBytes;
        updateJitter(header.timestamp(), now);
        return true;
    }

    /// A lost packet that has come again: it counts as lost, and is there.
    ///
    /// @return whether it is one to go on with
    boolean onRepaired(int sequenceNumber) {
        long index = SequenceNumber.unwrap(sequenceNumber, highest);
        boolean known = started && index <= highest && seen.get(slot(index));
        if (!started || known || index > highest + REPAIRED_AHEAD_MAX || index <= highest - REMEMBERED) {
            duplicates++;
            return false;
        }
        if (index > highest) {
            // The last ones of a picture, made up for before the next one comes.
            forget(highest + 1, index);
            highest = index;
        }
        latestIndex = index;
        seen.set(slot(index));
        repaired++;
        return true;
    }

    private void forget(long from, long to) {
        for (long index = Math.max(from, to - REMEMBERED + 1); index <= to; index++) {
            seen.clear(slot(index));
        }
    }

    private static int slot(long index) {
        return (int) (index % REMEMBERED);
    }

    /// Appendix A.8: J += (|D| - J) / 16, kept times 16 so that nothing is rounded away.
    private void updateJitter(long timestamp, MonoTime now) {
        long transit = (int) (RtpClock.ticks(now.nanos()) - timestamp);
        if (received > 1) {
            long difference = Math.abs((long) (int) (transit - lastTransit));
            jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
        }
        lastTransit = transit;
    }

    /// Of the packet last accepted: its sequence number without wraps.
    long latestIndex() {
        return latestIndex;
    }

    long received() {
        return received;
    }

    long bytes() {
        return bytes;
    }

    long duplicates() {
        return duplicates;
    }

    long repaired() {
        return repaired;
    }

    /// Expected less received.
    long lost() {
        return expected() - received;
    }

    private long expected() {
        return started ? highest - first + 1 : 0;
    }

    /// In units of the RTP timestamp.
    long jitter() {
        return jitterTimes16 >> 4;
    }

    /// Wraps are counted from the first packet's cycle, as RFC 3550 does.
    long extendedHighest() {
        return (highest - 0x10000L) & 0xFFFFFFFFL;
    }

    /// In 1/256 since the previous call; 0 when duplicates and late ones outnumber what was lost.
    int takeFractionLost() {
        long expectedNow = expected() - expectedPrior;
        long lostNow = expectedNow - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}
