package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import java.util.UUID;

/// What a viewer does.
public sealed interface ViewerAction {

    record LearnAddress() implements ViewerAction {}

    record Authenticate() implements ViewerAction {}

    record ReadSession() implements ViewerAction {}

    record CreateRequest() implements ViewerAction {}

    record OpenPush() implements ViewerAction {}

    record PushEndpoint(UUID request, Endpoint endpoint) implements ViewerAction {}

    record ReadStreamerEndpoint() implements ViewerAction {}

    /// Sends the first checks, or begins anew at a new endpoint.
    record Connect(Endpoint streamer) implements ViewerAction {}

    record DeclareReady(UUID request) implements ViewerAction {}

    record ReadRequest(UUID request) implements ViewerAction {}

    record CloseRequest(UUID request) implements ViewerAction {}

    /// Frees everything; the last but one.
    record Release() implements ViewerAction {}

    // What the app is told.

    record TellStep(ProtocolStep step) implements ViewerAction {}

    record TellAwaitingApproval() implements ViewerAction {}

    record TellReachable(boolean reachable) implements ViewerAction {}

    record TellEnded(Ending ending) implements ViewerAction {}
}
