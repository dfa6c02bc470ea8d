package dev.peercade.peer.session;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Leave to use relay nodes: asked for, and asked for anew before it expires. A session goes on without. Owner's
/// thread only.
final class RelayLeave {

    /// A third of what mediators grant.
    private static final Duration RENEWAL = Duration.ofHours(4);

    /// After a failure, or where there is no node: one may come.
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Calls calls;
    private final BiConsumer<List<RelayAccess>, MonoTime> granted;
    private Calls.@Nullable Blocking<List<RelayAccess>> call;
    private @Nullable MonoTime askAt;

    /// When the latest answer came.
    private @Nullable MonoTime askedAt;

    RelayLeave(Calls calls, BiConsumer<List<RelayAccess>, MonoTime> granted) {
        this.calls = calls;
        this.granted = granted;
    }

    /// Does nothing where it has begun already.
    void begin(Calls.Blocking<List<RelayAccess>> how) {
        if (call == null) {
            call = how;
            ask(how);
        }
    }

    private void ask(Calls.Blocking<List<RelayAccess>> how) {
        askAt = null;
        calls.run(how, this::answered, this::failed);
    }

    private void answered(List<RelayAccess> accesses, MonoTime now) {
        askedAt = now;
        askAt = now.plus(accesses.isEmpty() ? RETRY.multipliedBy(6) : RENEWAL);
        granted.accept(accesses, now);
    }

    /// A mediator that knows no relays says so for good.
    private void failed(Failure failure, MonoTime now) {
        Duration wished = failure.retryAfter();
        Duration pause = wished != null && wished.compareTo(RETRY) > 0 ? wished : RETRY;
        askAt = failure.passing() ? now.plus(pause) : null;
    }

    /// What was granted is of no use any more, as after a change of the nodes; asked for anew at most once a minute.
    void renew(MonoTime now) {
        MonoTime asked = askedAt;
        if (call != null && askAt != null && asked != null && now.nanosSince(asked) > AGAIN.toNanos()) {
            ask(call);
        }
    }

    void advance(MonoTime now) {
        if (call != null && askAt != null && !now.isBefore(askAt)) {
            ask(call);
        }
    }

    @Nullable
    MonoTime deadline() {
        return askAt;
    }
}
