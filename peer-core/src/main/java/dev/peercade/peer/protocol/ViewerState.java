package dev.peercade.peer.protocol;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.peer.time.MonoTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a viewer stands.
public sealed interface ViewerState {

    record Idle() implements ViewerState {}

    /// Step 1 and, as soon as it may, 4B and 5, both at once: all that needs no address goes on while the address is
    /// being learnt.
    ///
    /// @param known what has been learnt
    record Preparing(MonoTime deadline, Known known, Retries<ViewerAction> retries) implements ViewerState {

        /// @param authenticated whether the mediator has let us in, and steps 4B and 5 are under way
        /// @param listed whether the session can be viewed
        /// @param endpoint ours, once the address is known
        /// @param request once step 5 is done, with the streamer's endpoint where the mediator has given it
        record Known(
                boolean authenticated,
                boolean listed,
                @Nullable Endpoint endpoint,
                @Nullable ViewRequest request) {

            static final Known NOTHING = new Known(false, false, null, null);

            Known asking() {
                return new Known(true, listed, endpoint, request);
            }

            Known viewable() {
                return new Known(authenticated, true, endpoint, request);
            }

            Known at(Endpoint ours) {
                return new Known(authenticated, listed, ours, request);
            }

            Known requested(ViewRequest made) {
                return new Known(authenticated, listed, endpoint, made);
            }
        }
    }

    /// It is over, but the answer to step 5 is still to come: that request has to be closed.
    record Abandoning(MonoTime deadline, Ending ending) implements ViewerState {}

    /// Steps 6 and 7: our endpoint goes out while the streamer's comes in.
    ///
    /// @param pushed whether step 6 is done
    /// @param streamer the streamer's endpoint, once it is here: checks are under way then
    /// @param reached how far the link is meanwhile
    /// @param awaitingApproval whether the streamer has yet to admit us
    /// @param retryAt when the streamer's endpoint is asked for again, or null while a call is under way
    record Exchanging(
            MonoTime deadline,
            UUID request,
            Endpoint endpoint,
            boolean pushed,
            @Nullable Endpoint streamer,
            Reached reached,
            boolean awaitingApproval,
            @Nullable MonoTime retryAt,
            Retries<ViewerAction> retries,
            Link link)
            implements ViewerState {

        /// A link may be ready before the mediator's answer to step 6 is here.
        enum Reached {
            NOTHING,
            /// Keys are agreed.
            KEYS,
            /// Media flows: the streamer has served this request before.
            MEDIA,
            /// The streamer has ended the association.
            END
        }
    }

    /// Step 8 and on: checks, handshake, media.
    ///
    /// @param deadline for the first media of the present link; null once it flows
    /// @param streamer the latest of its endpoints that we know
    /// @param connected whether keys are agreed
    /// @param declared whether step 8 is done
    /// @param closed whether the streamer has ended the association: the mediator is asked why
    record Joined(
            @Nullable MonoTime deadline,
            UUID request,
            Seen streamer,
            boolean connected,
            Declared declared,
            boolean closed,
            Link link)
            implements ViewerState {

        /// An endpoint with other credentials is an ICE restart (RFC 8445, section 9); with the same ones it only names
        /// other candidates.
        record Seen(int generation, String userFragment, String password, String fingerprint) {

            static Seen of(Endpoint endpoint) {
                return new Seen(
                        endpoint.generation() == null ? 0 : endpoint.generation(),
                        endpoint.userFragment(),
                        endpoint.password(),
                        endpoint.fingerprint());
            }

            boolean isRestartedBy(Seen next) {
                return !userFragment.equals(next.userFragment)
                        || !password.equals(next.password)
                        || !fingerprint.equals(next.fingerprint);
            }

            /// Passwords stay out of every log.
            @Override
            public String toString() {
                return "Seen[generation=" + generation + ", redacted]";
            }
        }

        enum Declared {
            UNDER_WAY,
            FAILED,
            /// The mediator says that the request has another status; it was asked which one.
            IN_DOUBT,
            DONE
        }
    }

    /// Closing the request.
    record Leaving(MonoTime deadline, Ending ending) implements ViewerState {}

    /// Step 13: nothing is left.
    record Released() implements ViewerState {}
}
