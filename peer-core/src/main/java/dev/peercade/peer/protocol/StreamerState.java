package dev.peercade.peer.protocol;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.time.MonoTime;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a streamer stands.
public sealed interface StreamerState {

    record Idle() implements StreamerState {}

    /// Step 1 is under way.
    ///
    /// @param endpoint known once the address is
    record Preparing(
            MonoTime deadline,
            boolean authenticated,
            @Nullable Endpoint endpoint,
            Retries<StreamerAction> retries) implements StreamerState {}

    /// Step 2 is under way.
    record Creating(MonoTime deadline, Endpoint endpoint, Retries<StreamerAction> retries) implements StreamerState {}

    /// It is over, but the answer to step 2 is still to come: that session has to be finished.
    record Abandoning(MonoTime deadline, Ending ending) implements StreamerState {}

    /// Step 3 is under way.
    record Publishing(MonoTime deadline, UUID session, Endpoint endpoint, Retries<StreamerAction> retries)
            implements StreamerState {}

    /// Steps 4A to 11, for every viewer.
    ///
    /// @param polled whether step 4A was told
    /// @param guests by request
    record Live(UUID session, boolean polled, Map<UUID, Guest> guests, Link link) implements StreamerState {}

    /// Step 12 is under way.
    record Finishing(MonoTime deadline, Ending ending) implements StreamerState {}

    /// Step 13: nothing is left.
    record Released() implements StreamerState {}

    /// A viewer's request as the streamer sees it.
    ///
    /// @param generation of the endpoint that is served
    /// @param since when it was first heard of
    /// @param createdAt when it was made, by the mediator's clock
    /// @param declaring whether step 10 is under way or done
    record Guest(String viewer, Phase phase, int generation, MonoTime since, Instant createdAt, boolean declaring) {

        Guest in(Phase next) {
            return new Guest(viewer, next, generation, since, createdAt, declaring);
        }

        /// At this endpoint, in the phase in which it is where it was reached before.
        Guest reachedAt(int endpointGeneration) {
            Phase next = isReached() ? phase : Phase.CONNECTING;
            return new Guest(viewer, next, endpointGeneration, since, createdAt, declaring);
        }

        /// Whether it has a link.
        boolean isReached() {
            return phase == Phase.CONNECTING || phase == Phase.SERVED;
        }

        /// Whether nobody has sent it away.
        boolean mayReturn() {
            return phase != Phase.REJECTED && phase != Phase.DROPPED;
        }

        /// Whether it is still to be reached for the first time.
        boolean isExpected() {
            return phase == Phase.ASKED || phase == Phase.ADMITTED;
        }

        Guest declaring(boolean underWay) {
            return new Guest(viewer, phase, generation, since, createdAt, underWay);
        }

        enum Phase {
            /// The app was asked to admit it.
            ASKED,
            /// The app has said yes.
            ADMITTED,
            /// The app has said no.
            REJECTED,
            /// Checks and handshake are under way; media waits for step 9.
            CONNECTING,
            /// It has said that it is ready.
            SERVED,
            /// Its path is gone; a new endpoint of its would bring it back.
            LOST,
            /// The app has removed it.
            DROPPED
        }
    }
}
