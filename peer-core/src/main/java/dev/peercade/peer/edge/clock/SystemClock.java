package dev.peercade.peer.edge.clock;

import dev.peercade.peer.port.Clock;
import dev.peercade.peer.time.MonoTime;

/// The clock that only goes forward.
public final class SystemClock implements Clock {
    @Override
    public MonoTime now() {
        return new MonoTime(System.nanoTime());
    }
}
