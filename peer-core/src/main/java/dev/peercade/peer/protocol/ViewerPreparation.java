package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.protocol.ViewerAction.Authenticate;
import dev.peercade.peer.protocol.ViewerAction.CloseRequest;
import dev.peercade.peer.protocol.ViewerAction.Connect;
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
import dev.peercade.peer.protocol.ViewerState.Preparing.Known;
import dev.peercade.peer.time.MonoTime;
import java.util.ArrayList;
import java.util.List;

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
                new Preparing(now.plus(ViewerProtocol.PREPARATION), Known.NOTHING, Retries.none(now)),
                new LearnAddress(),
                new Authenticate());
    }

    Transition<ViewerState, ViewerAction> next(Preparing state, ViewerInput input, MonoTime now) {
        return switch (input) {
            case ViewerInput.AddressLearnt learnt -> addressLearnt(state, learnt.endpoint(), now);
            case ViewerInput.Authenticated _ -> ask(state);
            case ViewerInput.SessionRead read -> listed(state, read.session(), now);
            case ViewerInput.RequestCreated created -> requested(state, created.request(), now);
            case ViewerInput.LeaveAsked _ -> abandon(state, Ending.LEFT, now);
            case ViewerInput.Broken broken -> abandon(state, Ending.of(broken.failure()), now);
            case ViewerInput.CallFailed failed -> {
                var retries = state.retries().failed(failed.call(), failed.failure(), now, state.deadline());
                if (retries != null) {
                    yield Transition.to(new Preparing(state.deadline(), state.known(), retries));
                }
                yield failed.call() instanceof CreateRequest
                        ? ViewerProtocol.release(Ending.of(failed.failure()))
                        : abandon(state, Ending.of(failed.failure()), now);
            }
            case ViewerInput.TimePassed _ ->
                now.isBefore(state.deadline())
                        ? new Transition<>(
                                new Preparing(
                                        state.deadline(),
                                        state.known(),
                                        state.retries().madeAgain(now)),
                                state.retries().ready(now))
                        : abandon(state, ViewerProtocol.tooLate(), now);
            default -> Transition.to(state);
        };
    }

    /// After a call to the mediator that has succeeded.
    private static Preparing answered(Preparing state, Known known) {
        return new Preparing(state.deadline(), known, state.retries().answered());
    }

    private Transition<ViewerState, ViewerAction> addressLearnt(Preparing state, Endpoint endpoint, MonoTime now) {
        var next = prepared(new Preparing(state.deadline(), state.known().at(endpoint), state.retries()), now);
        return state.known().authenticated() ? next.after(firstStepTaken()) : next;
    }

    /// The app has picked one from the list; its row is read again, since lists grow old. The mediator decides anyway,
    /// so the request does not wait for that.
    @Step({ProtocolStep.LIST_SESSIONS, ProtocolStep.CREATE_VIEW_REQUEST})
    private static Transition<ViewerState, ViewerAction> ask(Preparing state) {
        Transition<ViewerState, ViewerAction> next =
                Transition.to(answered(state, state.known().asking()), new ReadSession(), new CreateRequest());
        return state.known().endpoint() == null ? next : next.after(firstStepTaken());
    }

    /// Step 1 is told by whichever of its halves comes last.
    private static List<ViewerAction> firstStepTaken() {
        return List.of(new TellStep(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE));
    }

    private Transition<ViewerState, ViewerAction> listed(Preparing state, StreamingSession session, MonoTime now) {
        if (session.status() == SessionStatus.FINISHED || session.status() == SessionStatus.NEW) {
            Ending ending = new Ending(
                    "session-not-viewable",
                    false,
                    session.status() == SessionStatus.NEW
                            ? "The session is still being opened."
                            : "The session has ended.",
                    "Pick another session that is live.");
            return abandon(state, ending, now).after(List.of(new TellStep(ProtocolStep.LIST_SESSIONS)));
        }
        List<ViewerAction> told = new ArrayList<>(List.of(new TellStep(ProtocolStep.LIST_SESSIONS)));
        if (state.known().request() != null) {
            told.add(new TellStep(ProtocolStep.CREATE_VIEW_REQUEST));
        }
        return prepared(answered(state, state.known().viewable()), now).after(told);
    }

    private Transition<ViewerState, ViewerAction> requested(Preparing state, ViewRequest request, MonoTime now) {
        var next = prepared(answered(state, state.known().requested(request)), now);
        return state.known().listed() ? next.after(List.of(new TellStep(ProtocolStep.CREATE_VIEW_REQUEST))) : next;
    }

    private Transition<ViewerState, ViewerAction> prepared(Preparing state, MonoTime now) {
        Endpoint endpoint = state.known().endpoint();
        ViewRequest request = state.known().request();
        return endpoint == null || request == null || !state.known().listed()
                ? Transition.to(state)
                : exchange(request, endpoint, state.retries(), now);
    }

    @Step(ProtocolStep.PUSH_VIEWER_ENDPOINT)
    private Transition<ViewerState, ViewerAction> exchange(
            ViewRequest request, Endpoint endpoint, Retries<ViewerAction> retries, MonoTime now) {
        Endpoint streamer = request.streamer();
        List<ViewerAction> actions = new ArrayList<>(List.of(
                new PushEndpoint(request.id(), endpoint),
                streamer == null ? new ReadStreamerEndpoint() : new Connect(streamer)));
        if (streamer != null && !push) {
            // Nobody tells us what has changed since the answer to step 5.
            actions.add(new ReadStreamerEndpoint());
        }
        Link link = Link.fresh(now).answered(now, ViewerJoined.POLL);
        if (push) {
            actions.add(new OpenPush());
        }
        return new Transition<>(
                new Exchanging(
                        now.plus(ViewerProtocol.PREPARATION),
                        request.id(),
                        endpoint,
                        false,
                        streamer,
                        Exchanging.Reached.NOTHING,
                        false,
                        null,
                        retries,
                        link.pushOpening()),
                List.copyOf(actions));
    }

    private static Transition<ViewerState, ViewerAction> abandon(Preparing state, Ending ending, MonoTime now) {
        ViewRequest request = state.known().request();
        if (request != null) {
            return ViewerProtocol.leave(request.id(), ending, now);
        }
        boolean asking = state.known().authenticated() && !state.retries().waitsFor(CreateRequest.class);
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
