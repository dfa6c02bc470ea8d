package dev.peercade.peer.session;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// What an owner thread drives. Told the time; never blocks.
public interface Engine {

    void start(MonoTime now);

    /// Does all that is due.
    void advance(MonoTime now);

    /// When [#advance] is due though nothing comes in, or null.
    @Nullable
    MonoTime deadline();

    /// A fault has made it impossible to go on: frees what can be freed and tells the end, whatever else fails.
    void abort(Throwable fault, MonoTime now);

    /// Whether nothing is left to do, ever.
    boolean isFinished();
}
