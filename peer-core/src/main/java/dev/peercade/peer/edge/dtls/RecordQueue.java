package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.secure.DatagramGuard.DtlsRecord;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Records between the session's owner thread, which never waits, and the association's thread, which does.
final class RecordQueue {

    /// Several whole flights. What does not fit is dropped as a network would, and sent again.
    private static final int CAPACITY = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<DtlsRecord> records = new ArrayDeque<>();
    private boolean closed;
    private long dropped;
    private long taken;

    void offer(DtlsRecord arrived) {
        lock.lock();
        try {
            if (!closed && records.size() < CAPACITY) {
                records.add(arrived);
                changed.signal();
            } else {
                dropped++;
            }
        } finally {
            lock.unlock();
        }
    }

    /// The next record, or null when the time is up or the queue is closed.
    @Nullable
    DtlsRecord poll(long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (records.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            DtlsRecord next = closed ? null : records.poll();
            taken += next == null ? 0 : 1;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next record without end; null when the queue is closed.
    @Nullable
    DtlsRecord take() throws InterruptedException {
        DtlsRecord next = null;
        while (next == null && !isClosed()) {
            next = poll(TimeUnit.HOURS.toNanos(1));
        }
        return next;
    }

    /// Records that found no room.
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return records.size();
        } finally {
            lock.unlock();
        }
    }

    /// Records that the association's thread has taken.
    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            records.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
