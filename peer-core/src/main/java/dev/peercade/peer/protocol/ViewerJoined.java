package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.protocol.ViewerAction.Connect;
import dev.peercade.peer.protocol.ViewerAction.DeclareReady;
import dev.peercade.peer.protocol.ViewerAction.OpenPush;
import dev.peercade.peer.protocol.ViewerAction.ReadRequest;
import dev.peercade.peer.protocol.ViewerAction.ReadStreamerEndpoint;
import dev.peercade.peer.protocol.ViewerAction.TellReachable;
import dev.peercade.peer.protocol.ViewerAction.TellStep;
import dev.peercade.peer.protocol.ViewerState.Exchanging;
import dev.peercade.peer.protocol.ViewerState.Joined;
import dev.peercade.peer.protocol.ViewerState.Joined.Declared;
import dev.peercade.peer.protocol.ViewerState.Joined.Seen;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The viewer from step 8 on: it waits for the path and for media, and stays in touch with the mediator.
final class ViewerJoined {

    /// The sign of life; the mediator waits 30 s.
    static final Duration POLL = Duration.ofSeconds(10);

    /// Longer than the streamer's poll and all checks and handshakes after it; shorter than the mediator's patience
    /// with a silent streamer, so that who cannot get through reads why.
    private static final Duration FIRST_MEDIA = Duration.ofSeconds(20);

    /// How long the mediator may take to say why the streamer has closed.
    private static final Duration REASON = Duration.ofSeconds(3);

    /// Before step 8 is repeated that was refused although the request is still NEW.
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final boolean push;
    private final UUID session;

    ViewerJoined(boolean push, UUID session) {
        this.push = push;
        this.session = session;
    }

    static Joined begin(Exchanging before, Endpoint streamer, MonoTime now) {
        return new Joined(
                now.plus(FIRST_MEDIA),
                before.request(),
                Seen.of(streamer),
                before.reached() != Exchanging.Reached.NOTHING,
                Declared.UNDER_WAY,
                false,
                before.link());
    }

    static @Nullable MonoTime deadline(Joined state) {
        Link link = state.link();
        MonoTime earliest = state.deadline();
        if (!link.polling() && (earliest == null || link.nextPollAt().isBefore(earliest))) {
            earliest = link.nextPollAt();
        }
        MonoTime channel = link.channel().openAt();
        if (channel != null && (earliest == null || channel.isBefore(earliest))) {
            earliest = channel;
        }
        return earliest;
    }

    Transition<ViewerState, ViewerAction> next(Joined state, ViewerInput input, MonoTime now) {
        return switch (input) {
            case ViewerInput.ReadyDeclared _ ->
                Transition.to(declared(state, Declared.DONE), new TellStep(ProtocolStep.DECLARE_READY));
            case ViewerInput.DeclaringFailed failed -> notDeclared(state, failed.failure(), now);
            case ViewerInput.Connected _ ->
                Transition.to(new Joined(
                        state.deadline(),
                        state.request(),
                        state.streamer(),
                        true,
                        state.declared(),
                        state.closed(),
                        state.link()));
            case ViewerInput.MediaFlows _ -> Transition.to(timed(state, null, state.closed()), streaming());
            case ViewerInput.RequestRead read -> answered(state, read.request(), now);
            case ViewerInput.PollFailed failed -> pollFailed(state, failed.failure(), now);
            // What was pushed before has been missed.
            case ViewerInput.PushOpened _ -> {
                var reading = tick(linked(state, state.link().pushOpened(now).pollNow(now)), now);
                yield reading.after(List.of(new ReadStreamerEndpoint()));
            }
            case ViewerInput.PushLost _ ->
                Transition.to(linked(state, state.link().pushLost(now).pollNow(now)));
            case ViewerInput.PushReceived received -> pushed(state, received.message(), now);
            case ViewerInput.StreamerEndpointRead read -> reconnect(state, read.endpoint(), now);
            // What was pushed may have been lost, and without a push channel nothing was pushed.
            case ViewerInput.PathQuiet _ -> Transition.to(state, new ReadStreamerEndpoint());
            case ViewerInput.StreamerClosed _ ->
                tick(timed(linked(state, state.link().pollNow(now)), now.plus(REASON), true), now);
            case ViewerInput.PathLost _ -> ViewerProtocol.leave(state.request(), streamerLost(), now);
            case ViewerInput.Broken broken -> ViewerProtocol.leave(state.request(), Ending.of(broken.failure()), now);
            case ViewerInput.LeaveAsked _ -> ViewerProtocol.leave(state.request(), Ending.LEFT, now);
            case ViewerInput.TimePassed _ -> {
                MonoTime deadline = state.deadline();
                yield deadline != null && !now.isBefore(deadline)
                        ? ViewerProtocol.leave(state.request(), tooLate(state), now)
                        : tick(state, now);
            }
            default -> Transition.to(state);
        };
    }

    /// Where the answer to step 8 was lost, repeating it is refused: the request itself tells whether it is READY.
    private static Transition<ViewerState, ViewerAction> notDeclared(Joined state, Failure failure, MonoTime now) {
        if (failure.passing()) {
            return Transition.to(declared(linked(state, state.link().tryAgain(now)), Declared.FAILED));
        }
        return failure.statusIsAnother()
                ? Transition.to(
                        declared(linked(state, state.link().asked(now)), Declared.IN_DOUBT),
                        new ReadRequest(state.request()))
                : ViewerProtocol.leave(state.request(), Ending.of(failure), now);
    }

    @Step(ProtocolStep.STREAM)
    private static ViewerAction streaming() {
        return new TellStep(ProtocolStep.STREAM);
    }

    /// The sign of life every 10 s; the push channel, when it has broken; step 8, when it has failed.
    private Transition<ViewerState, ViewerAction> tick(Joined state, MonoTime now) {
        List<ViewerAction> actions = new ArrayList<>();
        Link link = state.link();
        Declared declared = state.declared();
        if (link.pollDue(now)) {
            link = link.asked(now);
            actions.add(new ReadRequest(state.request()));
            if (declared == Declared.FAILED) {
                declared = Declared.UNDER_WAY;
                actions.add(new DeclareReady(state.request()));
            }
        }
        if (push && link.pushDue(now)) {
            link = link.pushOpening();
            actions.add(new OpenPush());
        }
        return new Transition<>(declared(linked(state, link), declared), List.copyOf(actions));
    }

    private static Transition<ViewerState, ViewerAction> answered(Joined state, ViewRequest request, MonoTime now) {
        if (request.status() == RequestStatus.CLOSED) {
            return closed(request);
        }
        // The answer to an earlier question does not put off the repetition of step 8.
        Link link = state.link();
        boolean again = state.declared() == Declared.FAILED;
        Joined next = linked(state, link.answered(now, again ? link.nextPollAt().since(now) : POLL));
        if (state.closed()) {
            // The streamer closes before the mediator knows why; ask once more.
            next = linked(next, next.link().answered(now, REASON.dividedBy(6)));
        }
        List<ViewerAction> actions = new ArrayList<>();
        if (state.declared() == Declared.IN_DOUBT) {
            if (request.status() == RequestStatus.NEW) {
                next = declared(linked(next, next.link().answered(now, DOUBT)), Declared.FAILED);
            } else {
                next = declared(next, Declared.DONE);
                actions.add(new TellStep(ProtocolStep.DECLARE_READY));
            }
        }
        if (!link.reachable()) {
            actions.add(new TellReachable(true));
        }
        return new Transition<>(next, List.copyOf(actions));
    }

    private static Transition<ViewerState, ViewerAction> pollFailed(Joined state, Failure failure, MonoTime now) {
        if (!failure.passing()) {
            return ViewerProtocol.leave(state.request(), Ending.of(failure), now);
        }
        Joined next = linked(state, state.link().failed(now));
        return state.link().reachable() ? Transition.to(next, new TellReachable(false)) : Transition.to(next);
    }

    private Transition<ViewerState, ViewerAction> pushed(Joined state, SignalMessage message, MonoTime now) {
        return switch (message) {
            case SignalMessage.RequestChanged changed
            when changed.request().id().equals(state.request())
                    && changed.request().status() == RequestStatus.CLOSED -> closed(changed.request());
            case SignalMessage.SessionChanged changed
            when changed.session().id().equals(session) && changed.session().status() == SessionStatus.FINISHED ->
                finished(changed.session());
            case SignalMessage.StreamerEndpointChanged changed
            when changed.sessionId().equals(session) -> reconnect(state, changed.endpoint(), now);
            default -> Transition.to(state);
        };
    }

    /// A new link has as long as the first one had. Whoever moves has not ended.
    private static Transition<ViewerState, ViewerAction> reconnect(Joined state, Endpoint streamer, MonoTime now) {
        Seen seen = Seen.of(streamer);
        if (seen.generation() <= state.streamer().generation()) {
            return Transition.to(state);
        }
        boolean restart = state.streamer().isRestartedBy(seen);
        return Transition.to(
                new Joined(
                        restart ? now.plus(FIRST_MEDIA) : state.deadline(),
                        state.request(),
                        seen,
                        !restart && state.connected(),
                        state.declared(),
                        !restart && state.closed(),
                        state.link()),
                new Connect(streamer));
    }

    private static Transition<ViewerState, ViewerAction> closed(ViewRequest request) {
        CloseReason reason = request.closeReason() == null ? CloseReason.SESSION_FINISHED : request.closeReason();
        return ViewerProtocol.release(Ending.of(reason));
    }

    private static Transition<ViewerState, ViewerAction> finished(StreamingSession session) {
        return ViewerProtocol.release(
                session.endReason() == EndReason.STREAMER_LOST
                        ? Ending.of(EndReason.STREAMER_LOST)
                        : Ending.of(CloseReason.SESSION_FINISHED));
    }

    private static Ending tooLate(Joined state) {
        if (state.closed()) {
            return Ending.of(CloseReason.SESSION_FINISHED);
        }
        if (state.connected()) {
            return new Ending(
                    "no-media",
                    false,
                    "The streamer is connected but has sent no picture for " + FIRST_MEDIA.toSeconds() + " s.",
                    "Check that the streamer's source still shows something.");
        }
        // The streamer may never have heard of us.
        return state.declared() != Declared.DONE
                ? new Ending(
                        "timeout",
                        false,
                        "The mediator has not taken the request within " + FIRST_MEDIA.toSeconds() + " s.",
                        "Check that the mediator runs and watch again.")
                : new Ending(
                        "no-path",
                        false,
                        "No way to the streamer was found within " + FIRST_MEDIA.toSeconds() + " s.",
                        "Check that both networks let UDP through; some need a relay: ask the operator of the mediator for one.");
    }

    static Ending streamerLost() {
        return new Ending(
                "streamer-lost",
                false,
                "The streamer has not answered for 30 s.",
                "Check both networks, and whether the streamer still runs.");
    }

    private static Joined linked(Joined state, Link link) {
        return new Joined(
                state.deadline(),
                state.request(),
                state.streamer(),
                state.connected(),
                state.declared(),
                state.closed(),
                link);
    }

    private static Joined timed(Joined state, @Nullable MonoTime deadline, boolean closed) {
        return new Joined(
                deadline, state.request(), state.streamer(), state.connected(), state.declared(), closed, state.link());
    }

    private static Joined declared(Joined state, Declared declared) {
        return new Joined(
                state.deadline(),
                state.request(),
                state.streamer(),
                state.connected(),
                declared,
                state.closed(),
                state.link());
    }
}
