package dev.peercade.desktop;

import dev.peercade.desktop.thread.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Work in one thread that is done when the test says so, so that there is something to see between the call and its
/// answer; and time that passes when the test says so.
public final class HandWork {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Runnable> timed = new ArrayList<>();

    public Work work() {
        return new Work(tasks::add, Runnable::run, (wait, task) -> timed.add(task));
    }

    /// Lets all the time pass that somebody waits for now.
    public void passTime() {
        List<Runnable> due = List.copyOf(timed);
        timed.clear();
        due.forEach(Runnable::run);
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
