package dev.peercade.peer.sim;

import dev.peercade.peer.port.Clock;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.PriorityQueue;

/// Time that passes only when nothing is left to do in it. Work of one moment runs in the order in which it was
/// scheduled.
public final class VirtualClock implements Clock {

    private record Work(long atNanos, long sequence, Runnable run) implements Comparable<Work> {
        @Override
        public int compareTo(Work other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Work> agenda = new PriorityQueue<>();
    private long nowNanos;
    private long sequence;

    @Override
    public MonoTime now() {
        return new MonoTime(nowNanos);
    }

    public void in(Duration delay, Runnable work) {
        agenda.add(new Work(nowNanos + delay.toNanos(), sequence++, work));
    }

    public void at(MonoTime time, Runnable work) {
        agenda.add(new Work(Math.max(time.nanos(), nowNanos), sequence++, work));
    }

    /// Lets this much time pass.
    public void advance(Duration duration) {
        long until = nowNanos + duration.toNanos();
        while (!agenda.isEmpty() && agenda.peek().atNanos <= until) {
            Work work = agenda.poll();
            nowNanos = work.atNanos;
            work.run.run();
        }
        nowNanos = until;
    }
}
