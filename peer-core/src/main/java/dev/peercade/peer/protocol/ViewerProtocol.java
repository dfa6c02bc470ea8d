package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.protocol.ViewerAction.CloseRequest;
import dev.peercade.peer.protocol.ViewerAction.Connect;
import dev.peercade.peer.protocol.ViewerAction.DeclareReady;
import dev.peercade.peer.protocol.ViewerAction.ReadStreamerEndpoint;
import dev.peercade.peer.protocol.ViewerAction.Release;
import dev.peercade.peer.protocol.ViewerAction.TellAwaitingApproval;
import dev.peercade.peer.protocol.ViewerAction.TellEnded;
import dev.peercade.peer.protocol.ViewerAction.TellStep;
import dev.peercade.peer.protocol.ViewerState.Abandoning;
import dev.peercade.peer.protocol.ViewerState.Exchanging;
import dev.peercade.peer.protocol.ViewerState.Idle;
import dev.peercade.peer.protocol.ViewerState.Joined;
import dev.peercade.peer.protocol.ViewerState.Leaving;
import dev.peercade.peer.protocol.ViewerState.Preparing;
import dev.peercade.peer.protocol.ViewerState.Released;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The viewer's part of the 13 steps, up to the exchange of endpoints; from step 8 on it goes on in [ViewerJoined].
public final class ViewerProtocol {

    /// Longer than every time-out of the calls in it.
    static final Duration PREPARATION = Duration.ofSeconds(30);

    /// How long a streamer may take to look up from its game.
    static final Duration APPROVAL = Duration.ofMinutes(5);

    /// [dev.peercade.peer.protocol] promises an end within 5 s.
    static final Duration FAREWELL = Duration.ofSeconds(4);

    /// How often the endpoint is asked for while approval is awaited and the push channel is silent.
    private static final Duration APPROVAL_POLL = Duration.ofSeconds(3);

    private final ViewerPreparation preparation;
    private final UUID session;
    private final ViewerJoined joined;

    /// @param push whether the push channel is used beside the polls
    public ViewerProtocol(boolean push, UUID session) {
        this.preparation = new ViewerPreparation(push);
        this.session = session;
        this.joined = new ViewerJoined(push, session);
    }

    public Transition<ViewerState, ViewerAction> next(ViewerState state, ViewerInput input, MonoTime now) {
        return switch (state) {
            case Idle _ -> input instanceof ViewerInput.Start ? ViewerPreparation.prepare(now) : Transition.to(state);
            case Preparing preparing -> preparation.next(preparing, input, now);
            case Abandoning abandoning -> ViewerPreparation.abandoning(abandoning, input, now);
            case Exchanging exchanging -> exchanging(exchanging, input, now);
            case Joined watching -> joined.next(watching, input, now);
            case Leaving leaving -> leaving(leaving, input, now);
            case Released _ -> Transition.to(state);
        };
    }

    /// When [ViewerInput.TimePassed] is due, or null.
    public static @Nullable MonoTime deadline(ViewerState state) {
        return switch (state) {
            case Idle _, Released _ -> null;
            case Preparing preparing -> preparing.retries().nextOr(preparing.deadline());
            case Abandoning abandoning -> abandoning.deadline();
            case Exchanging exchanging -> {
                MonoTime retryAt = exchanging.retryAt();
                MonoTime next = exchanging.retries().nextOr(exchanging.deadline());
                yield retryAt == null || next.isBefore(retryAt) ? next : retryAt;
            }
            case Joined watching -> ViewerJoined.deadline(watching);
            case Leaving leaving -> leaving.deadline();
        };
    }

    private Transition<ViewerState, ViewerAction> exchanging(Exchanging state, ViewerInput input, MonoTime now) {
        return switch (input) {
            case ViewerInput.EndpointPushed _ ->
                exchanged(with(state, true, state.streamer(), state.awaitingApproval(), state.retryAt()), now)
                        .after(List.of(new TellStep(ProtocolStep.PUSH_VIEWER_ENDPOINT)));
            case ViewerInput.StreamerEndpointRead read -> connect(state, read.endpoint(), now);
            case ViewerInput.PushReceived(SignalMessage.StreamerEndpointChanged changed)
            when changed.sessionId().equals(session) -> connect(state, changed.endpoint(), now);
            case ViewerInput.Connected _ -> Transition.to(reached(state, Exchanging.Reached.KEYS));
            case ViewerInput.MediaFlows _ -> Transition.to(reached(state, Exchanging.Reached.MEDIA));
            case ViewerInput.StreamerClosed _ -> Transition.to(reached(state, Exchanging.Reached.END));
            case ViewerInput.PathLost _ -> leave(state.request(), ViewerJoined.streamerLost(), now);
            // Whatever it said before has been missed.
            case ViewerInput.PushOpened _ -> {
                Exchanging open = with(state, state.retries(), state.link().pushOpened(now));
                yield state.streamer() == null ? Transition.to(open) : Transition.to(open, new ReadStreamerEndpoint());
            }
            case ViewerInput.StreamerEndpointFailed failed -> notYet(state, failed.failure(), now);
            case ViewerInput.PushReceived(SignalMessage.RequestChanged changed)
            when changed.request().id().equals(state.request()) -> changed(state, changed.request(), now);
            case ViewerInput.RequestRead read -> changed(state, read.request(), now);
            case ViewerInput.PushLost _ ->
                Transition.to(with(state, state.retries(), state.link().pushLost(now)));
            case ViewerInput.LeaveAsked _ -> leave(state.request(), Ending.LEFT, now);
            case ViewerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                yield retries == null
                        ? leave(state.request(), Ending.of(failed.failure()), now)
                        : Transition.to(with(state, retries, state.link()));
            }
            case ViewerInput.Broken broken -> leave(state.request(), Ending.of(broken.failure()), now);
            case ViewerInput.TimePassed _
            when !now.isBefore(state.deadline()) ->
                leave(state.request(), state.awaitingApproval() ? noApproval() : tooLate(), now);
            case ViewerInput.TimePassed _ -> again(state, now);
            default -> Transition.to(state);
        };
    }

    /// The newest word on where the streamer is counts; answers and pushes may overtake one another. Our first
    /// datagrams do not wait until the streamer knows where we are: each opens our own firewall.
    private Transition<ViewerState, ViewerAction> connect(Exchanging state, Endpoint streamer, MonoTime now) {
        Endpoint known = state.streamer();
        return known != null
                        && Joined.Seen.of(streamer).generation()
                                <= Joined.Seen.of(known).generation()
                ? Transition.to(state)
                : exchanged(with(anew(state, streamer), state.pushed(), streamer, false, null), now)
                        .after(List.of(new Connect(streamer)));
    }

    private static Transition<ViewerState, ViewerAction> again(Exchanging state, MonoTime now) {
        List<ViewerAction> actions = new ArrayList<>(state.retries().ready(now));
        Exchanging next = with(state, state.retries().madeAgain(now), state.link());
        if (state.retryAt() != null && !now.isBefore(state.retryAt())) {
            next = with(next, state.pushed(), state.streamer(), state.awaitingApproval(), null);
            actions.add(new ReadStreamerEndpoint());
            actions.add(new ViewerAction.ReadRequest(state.request()));
        }
        return new Transition<>(next, List.copyOf(actions));
    }

    private static Transition<ViewerState, ViewerAction> notYet(Exchanging state, Failure failure, MonoTime now) {
        boolean approval = failure.code().equals("awaiting-approval");
        if (!approval && !failure.passing()) {
            return leave(state.request(), Ending.of(failure), now);
        }
        if (state.streamer() != null) {
            return Transition.to(state);
        }
        Exchanging waiting = new Exchanging(
                approval && !state.awaitingApproval() ? now.plus(APPROVAL) : state.deadline(),
                state.request(),
                state.endpoint(),
                state.pushed(),
                null,
                Exchanging.Reached.NOTHING,
                approval || state.awaitingApproval(),
                now.plus(failure.retryAfter() == null ? APPROVAL_POLL : longer(failure.retryAfter())),
                state.retries(),
                state.link());
        return approval && !state.awaitingApproval()
                ? Transition.to(waiting, new TellAwaitingApproval())
                : Transition.to(waiting);
    }

    private static Duration longer(Duration wished) {
        return wished.compareTo(APPROVAL_POLL) > 0 ? wished : APPROVAL_POLL;
    }

    private static Transition<ViewerState, ViewerAction> changed(Exchanging state, ViewRequest request, MonoTime now) {
        if (request.status() == RequestStatus.CLOSED) {
            return release(Ending.of(request.closeReason() == null ? CloseReason.EXPIRED : request.closeReason()));
        }
        boolean admitted = request.admission() == AdmissionState.ADMITTED;
        return admitted && state.awaitingApproval() && state.retryAt() != null
                ? Transition.to(with(state, state.pushed(), null, true, null), new ReadStreamerEndpoint())
                : Transition.to(state);
    }

    private static Exchanging with(
            Exchanging state,
            boolean pushed,
            @Nullable Endpoint streamer,
            boolean awaitingApproval,
            @Nullable MonoTime retryAt) {
        return new Exchanging(
                state.deadline(),
                state.request(),
                state.endpoint(),
                pushed,
                streamer,
                state.reached(),
                awaitingApproval,
                retryAt,
                state.retries(),
                state.link());
    }

    /// With other credentials the link begins anew.
    private static Exchanging anew(Exchanging state, Endpoint streamer) {
        Endpoint known = state.streamer();
        return known != null && Joined.Seen.of(known).isRestartedBy(Joined.Seen.of(streamer))
                ? reached(state, Exchanging.Reached.NOTHING)
                : state;
    }

    private static Exchanging reached(Exchanging state, Exchanging.Reached reached) {
        return new Exchanging(
                state.deadline(),
                state.request(),
                state.endpoint(),
                state.pushed(),
                state.streamer(),
                reached,
                state.awaitingApproval(),
                state.retryAt(),
                state.retries(),
                state.link());
    }

    private static Exchanging with(Exchanging state, Retries<ViewerAction> retries, Link link) {
        return new Exchanging(
                state.deadline(),
                state.request(),
                state.endpoint(),
                state.pushed(),
                state.streamer(),
                state.reached(),
                state.awaitingApproval(),
                state.retryAt(),
                retries,
                link);
    }

    private Transition<ViewerState, ViewerAction> exchanged(Exchanging state, MonoTime now) {
        Endpoint streamer = state.streamer();
        return state.pushed() && streamer != null ? openFirewall(state, streamer, now) : Transition.to(state);
    }

    @Step({ProtocolStep.OPEN_FIREWALL, ProtocolStep.DECLARE_READY})
    private Transition<ViewerState, ViewerAction> openFirewall(Exchanging state, Endpoint streamer, MonoTime now) {
        Joined begun = ViewerJoined.begin(state, streamer, now);
        Transition<ViewerState, ViewerAction> next = switch (state.reached()) {
            case NOTHING, KEYS -> Transition.to(begun);
            case MEDIA -> joined.next(begun, new ViewerInput.MediaFlows(), now);
            case END -> joined.next(begun, new ViewerInput.StreamerClosed(), now);
        };
        return next.after(List.of(new TellStep(ProtocolStep.OPEN_FIREWALL), new DeclareReady(state.request())));
    }

    static Transition<ViewerState, ViewerAction> leave(UUID request, Ending ending, MonoTime now) {
        return Transition.to(new Leaving(now.plus(FAREWELL), ending), new CloseRequest(request));
    }

    private static Transition<ViewerState, ViewerAction> leaving(Leaving state, ViewerInput input, MonoTime now) {
        return switch (input) {
            // Where it fails the mediator notices by itself that we are silent.
            case ViewerInput.RequestClosed _ -> release(state.ending());
            case ViewerInput.CallFailed failed when failed.call() instanceof CloseRequest -> release(state.ending());
            case ViewerInput.TimePassed _ when !now.isBefore(state.deadline()) -> release(state.ending());
            default -> Transition.to(state);
        };
    }

    @Step(ProtocolStep.RELEASE)
    static Transition<ViewerState, ViewerAction> release(Ending ending) {
        return Transition.to(new Released(), new Release(), new TellStep(ProtocolStep.RELEASE), new TellEnded(ending));
    }

    static Ending tooLate() {
        return new Ending(
                "timeout",
                false,
                "The mediator did not answer within " + PREPARATION.toSeconds() + " s.",
                "Check that the mediator runs and try again.");
    }

    private static Ending noApproval() {
        return new Ending(
                "expired",
                false,
                "The streamer has not answered within " + APPROVAL.toMinutes() + " minutes.",
                "Ask the streamer to look at its requests, and watch again.");
    }
}
