package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import java.util.UUID;

/// What a streamer does.
public sealed interface StreamerAction {

    record LearnAddress() implements StreamerAction {}

    record Authenticate() implements StreamerAction {}

    record CreateSession() implements StreamerAction {}

    record PushEndpoint(UUID session, Endpoint endpoint) implements StreamerAction {}

    record OpenPush() implements StreamerAction {}

    record ReadRequests(UUID session) implements StreamerAction {}

    record ReadSession(UUID session) implements StreamerAction {}

    record Admit(UUID request, boolean admitted) implements StreamerAction {}

    /// Begins to serve, or begins anew at a new endpoint.
    record Serve(UUID request, String viewer, Endpoint endpoint) implements StreamerAction {}

    record StopServing(UUID request) implements StreamerAction {}

    record DeclareProcessed(UUID request) implements StreamerAction {}

    record CloseRequest(UUID request) implements StreamerAction {}

    record FinishSession(UUID session) implements StreamerAction {}

    /// Frees everything; the last but one.
    record Release() implements StreamerAction {}

    // What the app is told.

    record TellStep(ProtocolStep step) implements StreamerAction {}

    record TellOpened(UUID session) implements StreamerAction {}

    record AskAdmission(UUID request, String viewer) implements StreamerAction {}

    record TellServed(UUID request, String viewer) implements StreamerAction {}

    record TellGone(UUID request, String viewer, CloseReason reason) implements StreamerAction {}

    record TellReachable(boolean reachable) implements StreamerAction {}

    record TellEnded(Ending ending) implements StreamerAction {}
}
