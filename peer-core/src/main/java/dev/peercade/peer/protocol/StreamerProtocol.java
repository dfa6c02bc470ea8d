package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.protocol.StreamerAction.FinishSession;
import dev.peercade.peer.protocol.StreamerAction.PushEndpoint;
import dev.peercade.peer.protocol.StreamerAction.Release;
import dev.peercade.peer.protocol.StreamerAction.TellEnded;
import dev.peercade.peer.protocol.StreamerAction.TellOpened;
import dev.peercade.peer.protocol.StreamerAction.TellReachable;
import dev.peercade.peer.protocol.StreamerAction.TellStep;
import dev.peercade.peer.protocol.StreamerState.Abandoning;
import dev.peercade.peer.protocol.StreamerState.Creating;
import dev.peercade.peer.protocol.StreamerState.Finishing;
import dev.peercade.peer.protocol.StreamerState.Idle;
import dev.peercade.peer.protocol.StreamerState.Live;
import dev.peercade.peer.protocol.StreamerState.Preparing;
import dev.peercade.peer.protocol.StreamerState.Publishing;
import dev.peercade.peer.protocol.StreamerState.Released;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The streamer's part of the 13 steps; what concerns single requests is in [GuestBook].
public final class StreamerProtocol {

    /// Steps 1 to 3 each: longer than every time-out of the calls in them.
    static final Duration PREPARATION = Duration.ofSeconds(30);

    /// [dev.peercade.peer.protocol] promises an end within 5 s.
    static final Duration FAREWELL = Duration.ofSeconds(4);

    static final Duration POLL = Duration.ofSeconds(5);

    static final Ending ENDED = new Ending("ended", true, "The session has ended.", "");

    private final boolean push;
    private final Admission admission;

    /// @param push whether the push channel is used beside the polls
    /// @param admission whether the app admits each viewer: the mediator's word for it is not enough then
    public StreamerProtocol(boolean push, Admission admission) {
        this.push = push;
        this.admission = admission;
    }

    public Transition<StreamerState, StreamerAction> next(StreamerState state, StreamerInput input, MonoTime now) {
        return switch (state) {
            case Idle _ ->
                input instanceof StreamerInput.Start ? StreamerPreparation.prepare(now) : Transition.to(state);
            case Preparing preparing -> StreamerPreparation.preparing(preparing, input, now);
            case Creating creating -> StreamerPreparation.creating(creating, input, now);
            case Abandoning abandoning -> StreamerPreparation.abandoning(abandoning, input, now);
            case Publishing publishing -> publishing(publishing, input, now);
            case Live live -> live(live, input, now);
            case Finishing finishing -> finishing(finishing, input, now);
            case Released _ -> Transition.to(state);
        };
    }

    /// When [StreamerInput.TimePassed] is due, or null.
    public static @Nullable MonoTime deadline(StreamerState state) {
        return switch (state) {
            case Idle _, Released _ -> null;
            case Preparing preparing -> preparing.retries().nextOr(preparing.deadline());
            case Creating creating -> creating.retries().nextOr(creating.deadline());
            case Abandoning abandoning -> abandoning.deadline();
            case Publishing publishing -> publishing.retries().nextOr(publishing.deadline());
            case Live live -> liveDeadline(live.link());
            case Finishing finishing -> finishing.deadline();
        };
    }

    private static @Nullable MonoTime liveDeadline(Link link) {
        MonoTime poll = link.polling() ? null : link.nextPollAt();
        MonoTime channel = link.channel().openAt();
        return poll == null ? channel : channel == null || poll.isBefore(channel) ? poll : channel;
    }

    @Step(ProtocolStep.PUSH_STREAMER_ENDPOINT)
    static Transition<StreamerState, StreamerAction> publish(
            UUID session, Endpoint endpoint, Retries<StreamerAction> retries, MonoTime now) {
        return Transition.to(
                new Publishing(now.plus(PREPARATION), session, endpoint, retries),
                new TellStep(ProtocolStep.CREATE_SESSION),
                new TellOpened(session),
                new PushEndpoint(session, endpoint));
    }

    private Transition<StreamerState, StreamerAction> publishing(Publishing state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.EndpointPushed _ ->
                goLive(state.session(), now).after(List.of(new TellStep(ProtocolStep.PUSH_STREAMER_ENDPOINT)));
            case StreamerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                yield retries == null
                        ? finish(state.session(), Ending.of(failed.failure()), now.plus(FAREWELL))
                        : Transition.to(publishing(state, retries));
            }
            case StreamerInput.TimePassed _ ->
                now.isBefore(state.deadline())
                        ? new Transition<>(
                                publishing(state, state.retries().madeAgain(now)),
                                state.retries().ready(now))
                        : finish(state.session(), tooLate(), now.plus(FAREWELL));
            case StreamerInput.EndAsked _ -> finish(state.session(), ENDED, now.plus(FAREWELL));
            case StreamerInput.Broken broken ->
                finish(state.session(), Ending.of(broken.failure()), now.plus(FAREWELL));
            default -> Transition.to(state);
        };
    }

    private static Publishing publishing(Publishing state, Retries<StreamerAction> retries) {
        return new Publishing(state.deadline(), state.session(), state.endpoint(), retries);
    }

    private Transition<StreamerState, StreamerAction> goLive(UUID session, MonoTime now) {
        return tick(new Live(session, false, Map.of(), Link.fresh(now)), now);
    }

    private Transition<StreamerState, StreamerAction> live(Live state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.RequestsRead read -> {
                Live reached = state.link().reachable() && state.polled()
                        ? state
                        : new Live(state.session(), true, state.guests(), state.link());
                yield guests(reached, now).readAll(read.requests()).after(backInReach(state));
            }
            case StreamerInput.SessionRead read -> sessionChanged(state, read.session(), now);
            case StreamerInput.PushOpened _ ->
                tick(withLink(state, state.link().pushOpened(now).pollNow(now)), now);
            case StreamerInput.PushLost _ ->
                Transition.to(withLink(state, state.link().pushLost(now).pollNow(now)));
            case StreamerInput.PushReceived(SignalMessage.RequestChanged changed) ->
                changed.request().sessionId().equals(state.session())
                        ? guests(state, now).read(changed.request())
                        : Transition.to(state);
            case StreamerInput.PushReceived(SignalMessage.SessionChanged changed) ->
                sessionChanged(state, changed.session(), now);
            case StreamerInput.Processed processed -> guests(state, now).processed(processed.request());
            case StreamerInput.DeclaringFailed failed -> guests(state, now).notProcessed(failed.request());
            case StreamerInput.AdmissionGiven given -> guests(state, now).answer(given.request(), given.admitted());
            case StreamerInput.DropAsked drop -> guests(state, now).drop(drop.request());
            case StreamerInput.MediaFlows flows -> guests(state, now).mediaFlows(flows.request());
            // What was pushed may have been lost, and without a push channel nothing was pushed.
            case StreamerInput.PathQuiet _ -> tick(withLink(state, state.link().pollNow(now)), now);
            case StreamerInput.PathLost lost -> guests(state, now).pathLost(lost.request(), lost.reason());
            case StreamerInput.PollFailed failed -> pollFailed(state, failed.failure(), now);
            case StreamerInput.Broken broken ->
                finish(state.session(), Ending.of(broken.failure()), now.plus(FAREWELL));
            case StreamerInput.EndAsked _ -> finish(state.session(), ENDED, now.plus(FAREWELL));
            case StreamerInput.TimePassed _ -> tick(state, now);
            default -> Transition.to(state);
        };
    }

    private GuestBook guests(Live state, MonoTime now) {
        return new GuestBook(state, admission, now);
    }

    /// Step 4A, every 5 s; and the push channel, when it has broken.
    @Step(ProtocolStep.POLL_VIEW_REQUESTS)
    private Transition<StreamerState, StreamerAction> tick(Live state, MonoTime now) {
        Link link = state.link();
        List<StreamerAction> actions = new ArrayList<>();
        if (link.pollDue(now)) {
            link = link.asked(now);
            actions.add(new StreamerAction.ReadRequests(state.session()));
        }
        if (push && link.pushDue(now)) {
            link = link.pushOpening();
            actions.add(new StreamerAction.OpenPush());
        } else if (!push) {
            link = link.pushOpening(); // nothing to open, ever
        }
        return new Transition<>(withLink(state, link), List.copyOf(actions));
    }

    private static List<StreamerAction> backInReach(Live state) {
        List<StreamerAction> actions = new ArrayList<>();
        if (!state.polled()) {
            actions.add(new TellStep(ProtocolStep.POLL_VIEW_REQUESTS));
        }
        if (!state.link().reachable()) {
            actions.add(new TellReachable(true));
            // It may have given up on us meanwhile.
            actions.add(new StreamerAction.ReadSession(state.session()));
        }
        return actions;
    }

    private static Transition<StreamerState, StreamerAction> pollFailed(Live state, Failure failure, MonoTime now) {
        // A session that the mediator no longer has, or an account that it no longer knows, is not waited for.
        if (!failure.passing()
                && (failure.code().equals("not-found") || failure.code().equals("unauthenticated"))) {
            return finish(state.session(), Ending.of(failure), now.plus(FAREWELL));
        }
        Live failed = withLink(state, state.link().failed(now));
        return state.link().reachable() ? Transition.to(failed, new TellReachable(false)) : Transition.to(failed);
    }

    private static Transition<StreamerState, StreamerAction> sessionChanged(
            Live state, StreamingSession session, MonoTime now) {
        if (!session.id().equals(state.session()) || session.status() != SessionStatus.FINISHED) {
            return Transition.to(state);
        }
        EndReason reason = session.endReason() == null ? EndReason.ENDED : session.endReason();
        return release(reason == EndReason.ENDED ? ENDED : Ending.of(reason));
    }

    @Step(ProtocolStep.FINISH)
    static Transition<StreamerState, StreamerAction> finish(UUID session, Ending ending, MonoTime deadline) {
        return Transition.to(new Finishing(deadline, ending), new FinishSession(session));
    }

    private static Transition<StreamerState, StreamerAction> finishing(
            Finishing state, StreamerInput input, MonoTime now) {
        return switch (input) {
            case StreamerInput.Finished _ -> finished(state);
            // Its answer was lost, and it was repeated.
            case StreamerInput.CallFailed failed when failed.failure().statusIsAnother() -> finished(state);
            // The mediator notices by itself that we are silent.
            case StreamerInput.CallFailed _ -> release(state.ending());
            case StreamerInput.TimePassed _ when !now.isBefore(state.deadline()) -> release(state.ending());
            default -> Transition.to(state);
        };
    }

    private static Transition<StreamerState, StreamerAction> finished(Finishing state) {
        return release(state.ending()).after(List.of(new TellStep(ProtocolStep.FINISH)));
    }

    @Step(ProtocolStep.RELEASE)
    static Transition<StreamerState, StreamerAction> release(Ending ending) {
        return Transition.to(new Released(), new Release(), new TellStep(ProtocolStep.RELEASE), new TellEnded(ending));
    }

    static Ending tooLate() {
        return new Ending(
                "timeout",
                false,
                "The mediator did not answer within " + PREPARATION.toSeconds() + " s.",
                "Check that the mediator runs and try again.");
    }

    static Live withLink(Live state, Link link) {
        return new Live(state.session(), state.polled(), state.guests(), link);
    }
}
