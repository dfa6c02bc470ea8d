package dev.peercade.desktop;

import dev.peercade.desktop.thread.Work;
import java.util.ArrayDeque;
import java.util.Deque;

/// Work in one thread that is done when the test says so, so that there is something to see between the call and its
/// answer.
public final class HandWork {

    private final Deque<Runnable> tasks = new ArrayDeque<>();

    public Work work() {
        return new Work(tasks::add, Runnable::run);
    }

    public int waiting() {
        return tasks.size();
    }

    /// Does what waits, and what comes of it.
    public void doAll() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }
}
