package dev.peercade.peer.protocol;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import java.util.UUID;

/// What happens to a viewer.
public sealed interface ViewerInput {

    record Start() implements ViewerInput {}

    record Authenticated() implements ViewerInput {}

    /// Our side of step 1 is known: addresses, credentials, fingerprint.
    record AddressLearnt(Endpoint endpoint) implements ViewerInput {}

    record SessionRead(StreamingSession session) implements ViewerInput {}

    record RequestCreated(ViewRequest request) implements ViewerInput {}

    record EndpointPushed(UUID request) implements ViewerInput {}

    record StreamerEndpointRead(Endpoint endpoint) implements ViewerInput {}

    record StreamerEndpointFailed(Failure failure) implements ViewerInput {}

    record ReadyDeclared() implements ViewerInput {}

    record DeclaringFailed(Failure failure) implements ViewerInput {}

    record RequestRead(ViewRequest request) implements ViewerInput {}

    record PollFailed(Failure failure) implements ViewerInput {}

    record PushOpened() implements ViewerInput {}

    record PushReceived(SignalMessage message) implements ViewerInput {}

    record PushLost() implements ViewerInput {}

    /// Any other call failed.
    record CallFailed(Failure failure, ViewerAction call) implements ViewerInput {}

    record RequestClosed() implements ViewerInput {}

    /// Keys are agreed with the streamer.
    record Connected() implements ViewerInput {}

    /// The first media of the present link is here.
    record MediaFlows() implements ViewerInput {}

    /// The streamer has ended the association.
    record StreamerClosed() implements ViewerInput {}

    /// Nothing comes any more, and no check is answered: one of the two may have another address now.
    record PathQuiet() implements ViewerInput {}

    /// The streamer no longer answers checks.
    record PathLost() implements ViewerInput {}

    /// This machine, or what the streamer sent, makes it impossible to go on.
    record Broken(Failure failure) implements ViewerInput {}

    record LeaveAsked() implements ViewerInput {}

    record TimePassed() implements ViewerInput {}
}
