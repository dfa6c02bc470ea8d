package dev.peercade.peer.session;

import dev.peercade.peer.port.Clock;
import dev.peercade.peer.port.Mediator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A followed list of sessions with its owner thread.
public final class LiveSessionListWatch implements SessionListWatch, Running {

    private final OwnerThread owner;
    private final SessionListEngine engine;
    private final AtomicBoolean wanted;

    private LiveSessionListWatch(OwnerThread owner, SessionListEngine engine, AtomicBoolean wanted) {
        this.owner = owner;
        this.engine = engine;
        this.wanted = wanted;
    }

    /// Returns at once.
    public static LiveSessionListWatch start(Clock clock, Mediator mediator, Consumer<SessionListEvent> events) {
        AtomicBoolean wanted = new AtomicBoolean(true);
        Consumer<SessionListEvent> whileWanted = event -> {
            if (wanted.get()) {
                events.accept(event);
            }
        };
        OwnerThread owner = new OwnerThread(clock);
        SessionListEngine engine = new SessionListEngine(owner, mediator, whileWanted, clock.now());
        owner.start("peercade-list", engine);
        return new LiveSessionListWatch(owner, engine, wanted);
    }

    @Override
    public boolean isFinished() {
        return engine.isFinished();
    }

    @Override
    public void close() {
        wanted.set(false);
        owner.post(_ -> engine.end());
    }
}
