package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.protocol.ViewerAction.Authenticate;
import dev.peercade.peer.protocol.ViewerAction.CloseRequest;
import dev.peercade.peer.protocol.ViewerAction.CreateRequest;
import dev.peercade.peer.protocol.ViewerAction.LearnAddress;
import dev.peercade.peer.protocol.ViewerAction.OpenPush;
import dev.peercade.peer.protocol.ViewerAction.PushEndpoint;
import dev.peercade.peer.protocol.ViewerAction.ReadSession;
import dev.peercade.peer.protocol.ViewerAction.ReadStreamerEndpoint;
import dev.peercade.peer.protocol.ViewerAction.TellStep;
import dev.peercade.peer.protocol.ViewerState.Abandoning;
import dev.peercade.peer.protocol.ViewerState.Exchanging;
import dev.peercade.peer.protocol.ViewerState.Leaving;
import dev.peercade.peer.protocol.ViewerState.Preparing;
import dev.peercade.peer.protocol.ViewerState.Preparing.Stage;
import dev.peercade.peer.time.MonoTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Steps 1 to 6: what needs nothing of the other goes on at once, and no request stays open whatever interrupts it.
final class ViewerPreparation {

    private final boolean push;

    /// @param push whether the push channel is used beside the polls
    ViewerPreparation(boolean push) {
        this.push = push;
    }

    /// The two halves of step 1 have nothing to do with each other, so they run at once.
    @Step(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE)
    static Transition<ViewerState, ViewerAction> prepare(MonoTime now) {
        return Transition.to(
                new Preparing(
                        now.plus(ViewerProtocol.PREPARATION), Stage.AUTHENTICATING, null, null, Retries.none(now)),
                new LearnAddress(),
                new Authenticate());
    }

    Transition<ViewerState, ViewerAction> next(Preparing state, ViewerInput input, MonoTime now) {
        return switch (input) {
            case ViewerInput.AddressLearnt learnt -> addressLearnt(state, learnt.endpoint(), now);
            case ViewerInput.Authenticated _ -> listSessions(state);
            case ViewerInput.SessionRead read ->
                createRequest(state, read.session()).after(List.of(new TellStep(ProtocolStep.LIST_SESSIONS)));
            case ViewerInput.RequestCreated created ->
                prepared(
                                at(
                                        state,
                                        Stage.REQUESTED,
                                        state.endpoint(),
                                        created.request().id()),
                                now)
                        .after(List.of(new TellStep(ProtocolStep.CREATE_VIEW_REQUEST)));
            case ViewerInput.LeaveAsked _ -> abandon(state, Ending.LEFT, now);
            case ViewerInput.Broken broken -> abandon(state, Ending.of(broken.failure()), now);
            case ViewerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                if (retries != null) {
                    yield Transition.to(with(state, retries));
                }
                yield failed.call() instanceof CreateRequest
                        ? ViewerProtocol.release(Ending.of(failed.failure()))
                        : abandon(state, Ending.of(failed.failure()), now);
            }
            case ViewerInput.TimePassed _ ->
                now.isBefore(state.deadline())
                        ? new Transition<>(
                                with(state, state.retries().madeAgain(now)),
                                state.retries().ready(now))
                        : abandon(state, ViewerProtocol.tooLate(), now);
            default -> Transition.to(state);
        };
    }

    private static Preparing with(Preparing state, Retries<ViewerAction> retries) {
        return new Preparing(state.deadline(), state.stage(), state.endpoint(), state.request(), retries);
    }

    /// After a call to the mediator that has succeeded.
    private static Preparing at(Preparing state, Stage stage, @Nullable Endpoint endpoint, @Nullable UUID request) {
        return new Preparing(
                state.deadline(), stage, endpoint, request, state.retries().answered());
    }

    private Transition<ViewerState, ViewerAction> addressLearnt(Preparing state, Endpoint endpoint, MonoTime now) {
        var next = prepared(
                new Preparing(state.deadline(), state.stage(), endpoint, state.request(), state.retries()), now);
        return state.stage() == Stage.AUTHENTICATING ? next : next.after(firstStepTaken());
    }

    /// The app has picked one from the list; its row is read again, since lists grow old.
    @Step(ProtocolStep.LIST_SESSIONS)
    private static Transition<ViewerState, ViewerAction> listSessions(Preparing state) {
        Transition<ViewerState, ViewerAction> next =
                Transition.to(at(state, Stage.LISTING, state.endpoint(), state.request()), new ReadSession());
        return state.endpoint() == null ? next : next.after(firstStepTaken());
    }

    /// Step 1 is told by whichever of its halves comes last.
    private static List<ViewerAction> firstStepTaken() {
        return List.of(new TellStep(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE));
    }

    @Step(ProtocolStep.CREATE_VIEW_REQUEST)
    private static Transition<ViewerState, ViewerAction> createRequest(Preparing state, StreamingSession session) {
        if (session.status() == SessionStatus.FINISHED || session.status() == SessionStatus.NEW) {
            return ViewerProtocol.release(new Ending(
                    "session-not-viewable",
                    false,
                    session.status() == SessionStatus.NEW
                            ? "The session is still being opened."
                            : "The session has ended.",
                    "Pick another session that is live."));
        }
        return Transition.to(at(state, Stage.REQUESTING, state.endpoint(), state.request()), new CreateRequest());
    }

    private Transition<ViewerState, ViewerAction> prepared(Preparing state, MonoTime now) {
        Endpoint endpoint = state.endpoint();
        UUID request = state.request();
        return endpoint == null || request == null
                ? Transition.to(state)
                : exchange(request, endpoint, state.retries(), now);
    }

    @Step(ProtocolStep.PUSH_VIEWER_ENDPOINT)
    private Transition<ViewerState, ViewerAction> exchange(
            UUID request, Endpoint endpoint, Retries<ViewerAction> retries, MonoTime now) {
        List<ViewerAction> actions =
                new ArrayList<>(List.of(new PushEndpoint(request, endpoint), new ReadStreamerEndpoint()));
        Link link = Link.fresh(now).answered(now, ViewerJoined.POLL);
        if (push) {
            actions.add(new OpenPush());
        }
        return new Transition<>(
                new Exchanging(
                        now.plus(ViewerProtocol.PREPARATION),
                        request,
                        endpoint,
                        false,
                        null,
                        false,
                        null,
                        retries,
                        link.pushOpening()),
                List.copyOf(actions));
    }

    private static Transition<ViewerState, ViewerAction> abandon(Preparing state, Ending ending, MonoTime now) {
        UUID request = state.request();
        if (request != null) {
            return ViewerProtocol.leave(request, ending, now);
        }
        boolean asking = state.stage() == Stage.REQUESTING && !state.retries().waitsFor(CreateRequest.class);
        return asking
                ? Transition.to(new Abandoning(now.plus(ViewerProtocol.FAREWELL), ending))
                : ViewerProtocol.release(ending);
    }

    static Transition<ViewerState, ViewerAction> abandoning(Abandoning state, ViewerInput input, MonoTime now) {
        return switch (input) {
            case ViewerInput.RequestCreated created ->
                Transition.to(
                        new Leaving(state.deadline(), state.ending()),
                        new CloseRequest(created.request().id()));
            case ViewerInput.CallFailed failed
            when failed.call() instanceof CreateRequest -> ViewerProtocol.release(state.ending());
            case ViewerInput.TimePassed _
            when !now.isBefore(state.deadline()) -> ViewerProtocol.release(state.ending());
            default -> Transition.to(state);
        };
    }
}
