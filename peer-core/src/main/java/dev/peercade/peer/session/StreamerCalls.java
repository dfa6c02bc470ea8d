package dev.peercade.peer.session;

import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.StreamerAction;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.time.MonoTime;
import java.util.function.BiConsumer;

/// What a streamer asks of the mediator, and the input that each answer is.
final class StreamerCalls {

    private final Calls calls;
    private final Mediator mediator;
    private final Identity self;
    private final NewStreamingSession wish;
    private final BiConsumer<StreamerInput, MonoTime> inputs;

    StreamerCalls(
            Calls calls, MediatorSeat seat, NewStreamingSession wish, BiConsumer<StreamerInput, MonoTime> inputs) {
        this.calls = calls;
        this.mediator = seat.mediator();
        this.self = seat.self();
        this.wish = wish;
        this.inputs = inputs;
    }

    /// Returns at once; the owner is told.
    void make(StreamerAction.Call wanted) {
        BiConsumer<Failure, MonoTime> failed =
                (failure, now) -> inputs.accept(new StreamerInput.CallFailed(failure, wanted), now);
        switch (wanted) {
            case StreamerAction.Authenticate _ ->
                calls.act(mediator::authenticate, now -> inputs.accept(new StreamerInput.Authenticated(), now), failed);
            case StreamerAction.CreateSession _ ->
                calls.run(
                        () -> mediator.createSession(wish),
                        (session, now) -> inputs.accept(new StreamerInput.SessionCreated(session), now),
                        failed);
            case StreamerAction.PushEndpoint push ->
                calls.act(
                        () -> new EndpointPush(self, push.session(), mediator::pushSessionEndpoint)
                                .push(push.endpoint()),
                        now -> inputs.accept(new StreamerInput.EndpointPushed(), now),
                        failed);
            case StreamerAction.ReadRequests read ->
                calls.run(
                        () -> mediator.openRequests(read.session()),
                        (requests, now) -> inputs.accept(new StreamerInput.RequestsRead(requests), now),
                        (failure, now) -> inputs.accept(new StreamerInput.PollFailed(failure), now));
            case StreamerAction.ReadSession read ->
                calls.run(
                        () -> mediator.session(read.session()),
                        (session, now) -> inputs.accept(new StreamerInput.SessionRead(session), now),
                        (_, _) -> {});
            case StreamerAction.Admit admit -> quietly(() -> mediator.admit(admit.request(), admit.admitted()));
            case StreamerAction.CloseRequest close ->
                quietly(() -> mediator.setRequestStatus(close.request(), RequestStatus.CLOSED));
            case StreamerAction.DeclareProcessed declare ->
                calls.act(
                        () -> mediator.setRequestStatus(declare.request(), RequestStatus.PROCESSED),
                        now -> inputs.accept(new StreamerInput.Processed(declare.request()), now),
                        (failure, now) ->
                                inputs.accept(new StreamerInput.DeclaringFailed(declare.request(), failure), now));
            case StreamerAction.FinishSession finish ->
                calls.act(
                        () -> mediator.finishSession(finish.session()),
                        now -> inputs.accept(new StreamerInput.Finished(), now),
                        failed);
        }
    }

    /// What fails here is done again when the mediator's list still shows the need.
    private void quietly(Calls.BlockingVoid call) {
        calls.act(call, _ -> {}, (_, _) -> {});
    }
}
