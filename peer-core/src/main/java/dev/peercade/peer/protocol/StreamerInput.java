package dev.peercade.peer.protocol;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import java.util.List;
import java.util.UUID;

/// What happens to a streamer.
public sealed interface StreamerInput {

    record Start() implements StreamerInput {}

    record Authenticated() implements StreamerInput {}

    /// Our side of step 1 is known: addresses, credentials, fingerprint.
    record AddressLearnt(Endpoint endpoint) implements StreamerInput {}

    record SessionCreated(StreamingSession session) implements StreamerInput {}

    record EndpointPushed() implements StreamerInput {}

    /// All open requests of the session.
    record RequestsRead(List<ViewRequest> requests) implements StreamerInput {}

    record SessionRead(StreamingSession session) implements StreamerInput {}

    record PushOpened() implements StreamerInput {}

    record PushReceived(SignalMessage message) implements StreamerInput {}

    record PushLost() implements StreamerInput {}

    /// Step 10 is done.
    record Processed(UUID request) implements StreamerInput {}

    record DeclaringFailed(UUID request, Failure failure) implements StreamerInput {}

    /// The question of step 4A has no answer.
    record PollFailed(Failure failure) implements StreamerInput {}

    /// Any other call failed.
    record CallFailed(Failure failure, StreamerAction call) implements StreamerInput {}

    record Finished() implements StreamerInput {}

    /// The app has answered.
    record AdmissionGiven(UUID request, boolean admitted) implements StreamerInput {}

    record DropAsked(UUID request) implements StreamerInput {}

    /// Keys are agreed with this viewer: media flows.
    record MediaFlows(UUID request) implements StreamerInput {}

    /// Nothing comes from a viewer any more, and no check is answered: one of the two may have another address now.
    record PathQuiet() implements StreamerInput {}

    /// Nothing more can go to this viewer.
    record PathLost(UUID request, CloseReason reason) implements StreamerInput {}

    /// This machine cannot go on.
    record Broken(Failure failure) implements StreamerInput {}

    record EndAsked() implements StreamerInput {}

    record TimePassed() implements StreamerInput {}
}
