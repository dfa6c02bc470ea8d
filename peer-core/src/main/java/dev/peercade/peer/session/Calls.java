package dev.peercade.peer.session;

import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.time.MonoTime;
import java.util.function.BiConsumer;

/// Runs blocking calls off the owner's thread and brings back what came of them.
public interface Calls {

    /// A call that blocks.
    interface Blocking<T> {
        T call() throws MediatorFailure;
    }

    /// A call whose success says it all.
    interface BlockingVoid {
        void call() throws MediatorFailure;
    }

    /// Exactly one of the two is told, by the owner.
    <T> void run(Blocking<T> call, BiConsumer<T, MonoTime> done, BiConsumer<Failure, MonoTime> failed);

    default void act(
            BlockingVoid call, java.util.function.Consumer<MonoTime> done, BiConsumer<Failure, MonoTime> failed) {
        run(
                () -> {
                    call.call();
                    return true;
                },
                (_, now) -> done.accept(now),
                failed);
    }
}
