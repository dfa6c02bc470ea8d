package dev.peercade.peer.session;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// What an owner thread drives. Told the time; never blocks.
interface Engine {

    void start(MonoTime now);

    /// Does all that is due.
    void advance(MonoTime now);

    /// When [#advance] is due though nothing comes in, or null.
    @Nullable
    MonoTime deadline();

    /// Whether nothing is left to do, ever.
    boolean isFinished();
}
