package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.protocol.StreamerAction.Authenticate;
import dev.peercade.peer.protocol.StreamerAction.CreateSession;
import dev.peercade.peer.protocol.StreamerAction.LearnAddress;
import dev.peercade.peer.protocol.StreamerAction.TellStep;
import dev.peercade.peer.protocol.StreamerState.Abandoning;
import dev.peercade.peer.protocol.StreamerState.Creating;
import dev.peercade.peer.protocol.StreamerState.Preparing;
import dev.peercade.peer.time.MonoTime;

/// Steps 1 and 2: nothing is left on the mediator whatever interrupts them.
final class StreamerPreparation {

    private StreamerPreparation() {}

    /// The two halves of step 1 have nothing to do with each other, so they run at once.
    @Step(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE)
    static Transition<StreamerState, StreamerAction> prepare(MonoTime now) {
        return Transition.to(
                new Preparing(now.plus(StreamerProtocol.PREPARATION), false, null, Retries.none(now)),
                new LearnAddress(),
                new Authenticate());
    }

    static Transition<StreamerState, StreamerAction> preparing(Preparing state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.Authenticated _ ->
                prepared(
                        new Preparing(
                                state.deadline(),
                                true,
                                state.endpoint(),
                                state.retries().answered()),
                        now);
            case StreamerInput.AddressLearnt learnt ->
                prepared(
                        new Preparing(state.deadline(), state.authenticated(), learnt.endpoint(), state.retries()),
                        now);
            // Nothing on the mediator needs undoing yet.
            case StreamerInput.EndAsked _ -> StreamerProtocol.release(StreamerProtocol.ENDED);
            case StreamerInput.Broken broken -> StreamerProtocol.release(Ending.of(broken.failure()));
            case StreamerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                yield retries == null
                        ? StreamerProtocol.release(Ending.of(failed.failure()))
                        : Transition.to(with(state, retries));
            }
            case StreamerInput.TimePassed _ ->
                now.isBefore(state.deadline())
                        ? new Transition<>(
                                with(state, state.retries().madeAgain(now)),
                                state.retries().ready(now))
                        : StreamerProtocol.release(StreamerProtocol.tooLate());
            default -> Transition.to(state);
        };
    }

    private static Preparing with(Preparing state, Retries<StreamerAction> retries) {
        return new Preparing(state.deadline(), state.authenticated(), state.endpoint(), retries);
    }

    private static Transition<StreamerState, StreamerAction> prepared(Preparing state, MonoTime now) {
        Endpoint endpoint = state.endpoint();
        return state.authenticated() && endpoint != null
                ? create(endpoint, state.retries(), now)
                : Transition.to(state);
    }

    @Step(ProtocolStep.CREATE_SESSION)
    private static Transition<StreamerState, StreamerAction> create(
            Endpoint endpoint, Retries<StreamerAction> retries, MonoTime now) {
        return Transition.to(
                new Creating(now.plus(StreamerProtocol.PREPARATION), endpoint, retries),
                new TellStep(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE),
                new CreateSession());
    }

    static Transition<StreamerState, StreamerAction> creating(Creating state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.SessionCreated created ->
                StreamerProtocol.publish(
                        created.session().id(),
                        state.endpoint(),
                        state.retries().answered(),
                        now);
            case StreamerInput.EndAsked _ -> abandon(state, StreamerProtocol.ENDED, now);
            case StreamerInput.Broken broken -> abandon(state, Ending.of(broken.failure()), now);
            case StreamerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                yield retries == null
                        ? StreamerProtocol.release(Ending.of(failed.failure()))
                        : Transition.to(new Creating(state.deadline(), state.endpoint(), retries));
            }
            case StreamerInput.TimePassed _ ->
                now.isBefore(state.deadline())
                        ? new Transition<>(
                                new Creating(
                                        state.deadline(),
                                        state.endpoint(),
                                        state.retries().madeAgain(now)),
                                state.retries().ready(now))
                        : abandon(state, StreamerProtocol.tooLate(), now);
            default -> Transition.to(state);
        };
    }

    private static Transition<StreamerState, StreamerAction> abandon(Creating state, Ending ending, MonoTime now) {
        return state.retries().waitsFor(CreateSession.class)
                ? StreamerProtocol.release(ending)
                : Transition.to(new Abandoning(now.plus(StreamerProtocol.FAREWELL), ending));
    }

    static Transition<StreamerState, StreamerAction> abandoning(Abandoning state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.SessionCreated created ->
                StreamerProtocol.finish(created.session().id(), state.ending(), state.deadline());
            case StreamerInput.CallFailed failed
            when failed.call() instanceof CreateSession -> StreamerProtocol.release(state.ending());
            case StreamerInput.TimePassed _
            when !now.isBefore(state.deadline()) -> StreamerProtocol.release(state.ending());
            default -> Transition.to(state);
        };
    }
}
