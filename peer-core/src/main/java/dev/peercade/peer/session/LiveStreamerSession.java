package dev.peercade.peer.session;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.protocol.StreamerInput;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A streamer's session with its owner thread.
public final class LiveStreamerSession implements StreamerSession, Running {

    /// Longer than every deadline on the way out.
    static final Duration END_PATIENCE = Duration.ofSeconds(6);

    /// Pictures that wait for the owner: a second of them. One that is left out costs the viewers a keyframe.
    private static final int PICTURES_MAX = 60;

    private final OwnerThread owner;
    private final StreamerEngine engine;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong leftOut = new AtomicLong();

    private LiveStreamerSession(OwnerThread owner, StreamerEngine engine) {
        this.owner = owner;
        this.engine = engine;
    }

    /// Starts at step 1 and returns at once.
    public static LiveStreamerSession start(
            SessionRim rim, MediatorSeat seat, StreamerSettings settings, Consumer<StreamerEvent> events) {
        OwnerThread owner = new OwnerThread(rim.clock());
        StreamerEngine engine = new StreamerEngine(rim, owner, new VirtualThreadCalls(owner), seat, settings, events);
        owner.start("peercade-streamer", engine);
        return new LiveStreamerSession(owner, engine);
    }

    @Override
    public void send(int rendition, AccessUnit picture) {
        if (engine.isFinished()) {
            return;
        }
        if (waiting.incrementAndGet() > PICTURES_MAX) {
            waiting.decrementAndGet();
            leftOut.incrementAndGet();
            return;
        }
        owner.post(now -> {
            waiting.decrementAndGet();
            engine.send(rendition, picture, now);
        });
    }

    @Override
    public void admit(UUID request, boolean admitted) {
        owner.post(now -> engine.take(new StreamerInput.AdmissionGiven(request, admitted), now));
    }

    @Override
    public void drop(UUID request) {
        owner.post(now -> engine.take(new StreamerInput.DropAsked(request), now));
    }

    @Override
    public Map<UUID, PathFigures> paths() {
        return engine.paths();
    }

    @Override
    public long picturesLeftOut() {
        return leftOut.get();
    }

    @Override
    public void end() {
        owner.post(now -> engine.take(new StreamerInput.EndAsked(), now));
    }

    @Override
    public boolean isFinished() {
        return engine.isFinished();
    }

    @Override
    public void close() {
        end();
        owner.awaitEnd(END_PATIENCE);
    }
}
