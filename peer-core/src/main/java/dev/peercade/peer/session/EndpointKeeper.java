package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells the mediator of each change of our endpoint, once steps 3 and 6 have told it of the first. One call at a
/// time, so that no older endpoint overtakes a newer one. Owner's thread only.
final class EndpointKeeper {

    /// An outage of the mediator slows the news, and ends nothing.
    private static final Duration RETRY = Duration.ofSeconds(2);

    private sealed interface Stage {

        /// The protocol's own step is still to come, or under way.
        record Unpublished(@Nullable Endpoint latest) implements Stage {}

        /// The mediator knows what there is to know.
        record Current() implements Stage {}

        record Pushing(Endpoint pushed, @Nullable Endpoint next) implements Stage {}

        record Waiting(Endpoint next, MonoTime until) implements Stage {}
    }

    private final Calls calls;
    private Stage stage = new Stage.Unpublished(null);
    private @Nullable EndpointPush push;

    EndpointKeeper(Calls calls) {
        this.calls = calls;
    }

    /// The protocol's step is done.
    ///
    void published(EndpointPush how, MonoTime now) {
        push = how;
        if (stage instanceof Stage.Unpublished(Endpoint latest)) {
            stage = new Stage.Current();
            if (latest != null) {
                changed(latest, now);
            }
        }
    }

    void changed(Endpoint endpoint, MonoTime now) {
        switch (stage) {
            case Stage.Unpublished _ -> stage = new Stage.Unpublished(endpoint);
            case Stage.Pushing pushing -> stage = new Stage.Pushing(pushing.pushed, endpoint);
            case Stage.Current _, Stage.Waiting _ -> push(endpoint);
        }
    }

    private void push(Endpoint endpoint) {
        EndpointPush how = push;
        if (how == null) {
            throw new IllegalStateException("nothing is published yet");
        }
        stage = new Stage.Pushing(endpoint, null);
        calls.act(() -> how.push(endpoint), this::pushed, this::failed);
    }

    private void pushed(MonoTime now) {
        if (stage instanceof Stage.Pushing pushing) {
            stage = new Stage.Current();
            if (pushing.next != null) {
                push(pushing.next);
            }
        }
    }

    /// What is refused for good stays unsaid: the session goes on as it is.
    private void failed(Failure failure, MonoTime now) {
        if (stage instanceof Stage.Pushing(Endpoint pushed, Endpoint next)) {
            Endpoint latest = next == null ? pushed : next;
            stage = failure.passing() || next != null
                    ? new Stage.Waiting(latest, now.plus(RETRY))
                    : new Stage.Current();
        }
    }

    void advance(MonoTime now) {
        if (stage instanceof Stage.Waiting(Endpoint next, MonoTime until) && !now.isBefore(until)) {
            push(next);
        }
    }

    @Nullable
    MonoTime deadline() {
        return stage instanceof Stage.Waiting waiting ? waiting.until : null;
    }
}
