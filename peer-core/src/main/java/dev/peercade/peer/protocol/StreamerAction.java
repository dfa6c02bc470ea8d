package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import java.util.UUID;

/// What a streamer does.
public sealed interface StreamerAction {

    /// A question to the mediator: what comes of it is an input.
    sealed interface Call extends StreamerAction {}

    record LearnAddress() implements StreamerAction {}

    record Authenticate() implements Call {}

    record CreateSession() implements Call {}

    record PushEndpoint(UUID session, Endpoint endpoint) implements Call {}

    record OpenPush() implements StreamerAction {}

    record ReadRequests(UUID session) implements Call {}

    record ReadSession(UUID session) implements Call {}

    record Admit(UUID request, boolean admitted) implements Call {}

    /// Begins checks and handshake, or begins them anew at a new endpoint.
    record Connect(UUID request, String viewer, Endpoint endpoint) implements StreamerAction {}

    /// Lets media flow as soon as there are keys.
    record Serve(UUID request) implements StreamerAction {}

    record StopServing(UUID request) implements StreamerAction {}

    record DeclareProcessed(UUID request) implements Call {}

    record CloseRequest(UUID request) implements Call {}

    record FinishSession(UUID session) implements Call {}

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
