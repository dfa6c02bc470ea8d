package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import java.util.UUID;

/// What a viewer does.
public sealed interface ViewerAction {

    /// A question to the mediator: what comes of it is an input.
    sealed interface Call extends ViewerAction {}

    record LearnAddress() implements ViewerAction {}

    record Authenticate() implements Call {}

    record ReadSession() implements Call {}

    record CreateRequest() implements Call {}

    record OpenPush() implements ViewerAction {}

    record PushEndpoint(UUID request, Endpoint endpoint) implements Call {}

    record ReadStreamerEndpoint() implements Call {}

    /// Sends the first checks, or begins anew at a new endpoint.
    record Connect(Endpoint streamer) implements ViewerAction {}

    record DeclareReady(UUID request) implements Call {}

    record ReadRequest(UUID request) implements Call {}

    record CloseRequest(UUID request) implements Call {}

    /// Frees everything; the last but one.
    record Release() implements ViewerAction {}

    // What the app is told.

    record TellStep(ProtocolStep step) implements ViewerAction {}

    record TellAwaitingApproval() implements ViewerAction {}

    record TellReachable(boolean reachable) implements ViewerAction {}

    record TellEnded(Ending ending) implements ViewerAction {}
}
