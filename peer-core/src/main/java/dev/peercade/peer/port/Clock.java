package dev.peercade.peer.port;

import dev.peercade.peer.time.MonoTime;

/// What time it is. Only owners of sessions ask; the cores are told.
public interface Clock {
    MonoTime now();
}
