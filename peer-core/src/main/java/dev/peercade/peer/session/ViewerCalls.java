package dev.peercade.peer.session;

import dev.peercade.model.request.RequestStatus;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.ViewerAction;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.time.MonoTime;
import java.util.UUID;
import java.util.function.BiConsumer;

/// What a viewer asks of the mediator, and the input that each answer is.
final class ViewerCalls {

    private final Calls calls;
    private final Mediator mediator;
    private final Identity self;
    private final UUID session;
    private final BiConsumer<ViewerInput, MonoTime> inputs;

    ViewerCalls(Calls calls, MediatorSeat seat, UUID session, BiConsumer<ViewerInput, MonoTime> inputs) {
        this.calls = calls;
        this.mediator = seat.mediator();
        this.self = seat.self();
        this.session = session;
        this.inputs = inputs;
    }

    /// Returns at once; the owner is told.
    void make(ViewerAction.Call wanted) {
        BiConsumer<Failure, MonoTime> failed =
                (failure, now) -> inputs.accept(new ViewerInput.CallFailed(failure, wanted), now);
        switch (wanted) {
            case ViewerAction.Authenticate _ ->
                calls.act(mediator::authenticate, now -> inputs.accept(new ViewerInput.Authenticated(), now), failed);
            case ViewerAction.ReadSession _ ->
                calls.run(
                        () -> mediator.session(session),
                        (read, now) -> inputs.accept(new ViewerInput.SessionRead(read), now),
                        failed);
            case ViewerAction.CreateRequest _ ->
                calls.run(
                        () -> mediator.createRequest(session),
                        (request, now) -> inputs.accept(new ViewerInput.RequestCreated(request), now),
                        failed);
            case ViewerAction.PushEndpoint push ->
                calls.act(
                        () -> new EndpointPush(self, push.request(), mediator::pushRequestEndpoint)
                                .push(push.endpoint()),
                        now -> inputs.accept(new ViewerInput.EndpointPushed(push.request()), now),
                        failed);
            case ViewerAction.ReadStreamerEndpoint _ ->
                calls.run(
                        () -> mediator.sessionEndpoint(session),
                        (endpoint, now) -> inputs.accept(new ViewerInput.StreamerEndpointRead(endpoint), now),
                        (failure, now) -> inputs.accept(new ViewerInput.StreamerEndpointFailed(failure), now));
            case ViewerAction.DeclareReady declare ->
                calls.act(
                        () -> mediator.setRequestStatus(declare.request(), RequestStatus.READY),
                        now -> inputs.accept(new ViewerInput.ReadyDeclared(), now),
                        (failure, now) -> inputs.accept(new ViewerInput.DeclaringFailed(failure), now));
            case ViewerAction.ReadRequest read ->
                calls.run(
                        () -> mediator.request(read.request()),
                        (request, now) -> inputs.accept(new ViewerInput.RequestRead(request), now),
                        (failure, now) -> inputs.accept(new ViewerInput.PollFailed(failure), now));
            case ViewerAction.CloseRequest close ->
                calls.act(
                        () -> mediator.setRequestStatus(close.request(), RequestStatus.CLOSED),
                        now -> inputs.accept(new ViewerInput.RequestClosed(), now),
                        failed);
        }
    }
}
