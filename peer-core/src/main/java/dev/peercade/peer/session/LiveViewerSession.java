package dev.peercade.peer.session;

import dev.peercade.peer.protocol.ViewerInput;
import java.util.function.Consumer;

/// A viewer's session with its owner thread.
public final class LiveViewerSession implements ViewerSession, Running {

    private final OwnerThread owner;
    private final ViewerEngine engine;

    private LiveViewerSession(OwnerThread owner, ViewerEngine engine) {
        this.owner = owner;
        this.engine = engine;
    }

    /// Starts at step 1 and returns at once.
    public static LiveViewerSession start(
            SessionRim rim, MediatorSeat seat, ViewerSettings settings, Consumer<ViewerEvent> events) {
        OwnerThread owner = new OwnerThread(rim.clock());
        ViewerEngine engine = new ViewerEngine(rim, owner, new VirtualThreadCalls(owner), seat, settings, events);
        owner.start("peercade-viewer", engine);
        return new LiveViewerSession(owner, engine);
    }

    @Override
    public void requestKeyframe() {
        owner.post(engine::requestKeyframe);
    }

    @Override
    public PathFigures path() {
        return engine.path();
    }

    @Override
    public void leave() {
        owner.post(now -> engine.take(new ViewerInput.LeaveAsked(), now));
    }

    @Override
    public boolean isFinished() {
        return engine.isFinished();
    }

    @Override
    public void close() {
        leave();
        owner.awaitEnd(LiveStreamerSession.END_PATIENCE);
    }
}
