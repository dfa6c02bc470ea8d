package dev.peercade.peer.checkup;

import dev.peercade.peer.session.MediatorSeat;
import dev.peercade.peer.session.OwnerThread;
import dev.peercade.peer.session.Running;
import dev.peercade.peer.session.VirtualThreadCalls;
import java.time.Duration;
import java.util.function.Consumer;

/// A checkup with its owner thread.
public final class LiveCheckup implements Running {

    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final OwnerThread owner;
    private final Checkup checkup;

    private LiveCheckup(OwnerThread owner, Checkup checkup) {
        this.owner = owner;
        this.checkup = checkup;
    }

    /// Returns at once. [CheckupEvent.Done] is the last event, whatever happens.
    public static LiveCheckup start(
            CheckupRim rim, MediatorSeat seat, CheckupSettings settings, Consumer<CheckupEvent> events) {
        OwnerThread owner = new OwnerThread(rim.clock());
        Checkup checkup = new Checkup(rim, owner, new VirtualThreadCalls(owner), seat, settings, events);
        owner.start("peercade-doctor", checkup);
        return new LiveCheckup(owner, checkup);
    }

    @Override
    public boolean isFinished() {
        return checkup.isFinished();
    }

    /// Stops it where it is, and waits for its last event.
    @Override
    public void close() {
        owner.post(checkup::stop);
        owner.awaitEnd(END_PATIENCE);
    }
}
