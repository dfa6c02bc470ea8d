package dev.peercade.mediator.account;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Two queues that take turns: as long as both hold something, each serves every second call, in its own order.
/// Thread-safe.
final class TurnQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<T> known = new ArrayDeque<>();
    private final Deque<T> strangers = new ArrayDeque<>();
    private boolean knownNext = true;

    void add(T turn, boolean ofKnown) {
        lock.lock();
        try {
            (ofKnown ? known : strangers).add(turn);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Blocks until there is one.
    T take() throws InterruptedException {
        lock.lock();
        try {
            while (known.isEmpty() && strangers.isEmpty()) {
                added.await();
            }
            boolean fromKnown = strangers.isEmpty() || (knownNext && !known.isEmpty());
            knownNext = !fromKnown;
            return (fromKnown ? known : strangers).remove();
        } finally {
            lock.unlock();
        }
    }

    /// Takes back what has not been taken yet.
    ///
    /// @return false when it has been
    boolean remove(T turn) {
        lock.lock();
        try {
            return known.remove(turn) || strangers.remove(turn);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return known.size() + strangers.size();
        } finally {
            lock.unlock();
        }
    }
}
