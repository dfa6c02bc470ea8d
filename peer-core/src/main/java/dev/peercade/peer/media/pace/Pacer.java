package dev.peercade.peer.media.pace;

import dev.peercade.peer.time.MonoTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Lets packets go one after the other at a rate. Repairs go first: somebody waits for them already.
public final class Pacer {

    /// A packet, and the picture whose packets are one train; repairs are none.
    ///
    /// @param train 0 for a repair
    public record Item(byte[] packet, long train) {}

    /// What would be due within this time goes at once: a wake-up costs more than it evens out.
    private static final long QUANTUM_NANOS = 300_000;

    private final Queue<Item> repairs = new ArrayDeque<>();
    private final Queue<Item> media = new ArrayDeque<>();
    private @Nullable MonoTime next;
    private double bitsPerSecond;
    private long queued;

    /// @param rate in bits a second, infinite for no pacing
    public Pacer(double rate) {
        bitsPerSecond = rate;
    }

    public void rate(double rate) {
        bitsPerSecond = rate;
    }

    public void repair(byte[] packet) {
        repairs.add(new Item(packet, 0));
        queued += packet.length;
    }

    public void send(List<byte[]> packets, long train) {
        for (byte[] packet : packets) {
            media.add(new Item(packet, train));
            queued += packet.length;
        }
    }

    /// What leaves now, or null.
    public @Nullable Item poll(MonoTime now) {
        MonoTime due = next == null || next.isBefore(now) ? now : next;
        if (now.plusNanos(QUANTUM_NANOS).isBefore(due)) {
            return null;
        }
        Item item = repairs.poll();
        item = item == null ? media.poll() : item;
        if (item == null) {
            return null;
        }
        queued -= item.packet.length;
        long takes = (long) (item.packet.length * 8e9 / bitsPerSecond);
        // Idle time is not saved up: that would be a burst later.
        next = due.plusNanos(takes);
        return item;
    }

    /// When [#poll] has the next one, or null for none. May lie in the past.
    public @Nullable MonoTime deadline() {
        return queued == 0 || next == null ? null : next.plusNanos(-QUANTUM_NANOS);
    }
}
