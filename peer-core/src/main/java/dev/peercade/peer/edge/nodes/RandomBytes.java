package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.time.MonoTime;
import java.io.InputStream;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What an upload sends: bytes that nothing can compress, until there were enough or the time is over. Read by one
/// thread and asked by another.
final class RandomBytes extends InputStream {

    private final SplittableRandom random = new SplittableRandom();
    private final long most;
    private final Duration time;
    private @Nullable MonoTime beganAt;
    private long sent;

    /// @param time counted from the first read
    RandomBytes(long most, Duration time) {
        this.most = most;
        this.time = time;
    }

    /// For a client that has to begin again too.
    synchronized RandomBytes fromTheStart() {
        beganAt = null;
        sent = 0;
        return this;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        MonoTime now = new MonoTime(System.nanoTime());
        MonoTime began = beganAt == null ? now : beganAt;
        beganAt = began;
        int count = (int) Math.min(length, most - sent);
        if (count <= 0 || !now.isBefore(began.plus(time))) {
            return length == 0 ? 0 : -1;
        }
        byte[] chunk = new byte[count];
        random.nextBytes(chunk);
        System.arraycopy(chunk, 0, into, offset, count);
        sent += count;
        return count;
    }

    synchronized long sent() {
        return sent;
    }

    /// Of the first read; now where there was none.
    synchronized MonoTime beganAt() {
        return beganAt == null ? new MonoTime(System.nanoTime()) : beganAt;
    }
}
