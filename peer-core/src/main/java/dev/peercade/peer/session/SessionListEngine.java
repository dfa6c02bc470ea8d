package dev.peercade.peer.session;

import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.protocol.ChannelState;
import dev.peercade.peer.protocol.SessionListAction;
import dev.peercade.peer.protocol.SessionListInput;
import dev.peercade.peer.protocol.SessionListProtocol;
import dev.peercade.peer.protocol.Transition;
import dev.peercade.peer.time.MonoTime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows the list of sessions: drives the protocol, carries out what it decides. Owner's thread only.
final class SessionListEngine implements Engine {

    private final Mailbox mailbox;
    private final Mediator mediator;
    private final Consumer<SessionListEvent> events;

    private ChannelState state;
    private Mediator.@Nullable Push push;
    private volatile boolean finished;

    SessionListEngine(Mailbox mailbox, Mediator mediator, Consumer<SessionListEvent> events, MonoTime now) {
        this.mailbox = mailbox;
        this.mediator = mediator;
        this.events = events;
        this.state = ChannelState.fresh(now);
    }

    @Override
    public void start(MonoTime now) {
        advance(now);
    }

    @Override
    public void advance(MonoTime now) {
        if (!finished && state.isDue(now)) {
            take(new SessionListInput.TimePassed(), now);
        }
    }

    @Override
    public @Nullable MonoTime deadline() {
        return state.openAt();
    }

    @Override
    public void abort(Throwable fault, MonoTime now) {
        end();
        events.accept(new SessionListEvent.Away());
    }

    void end() {
        finished = true;
        if (push != null) {
            push.close();
        }
    }

    /// From any thread.
    @Override
    public boolean isFinished() {
        return finished;
    }

    private void take(SessionListInput input, MonoTime now) {
        Transition<ChannelState, SessionListAction> transition = SessionListProtocol.next(state, input, now);
        state = transition.state();
        transition.actions().forEach(this::perform);
    }

    private void perform(SessionListAction action) {
        switch (action) {
            case SessionListAction.OpenPush _ -> push = mediator.openListPush(this::heard);
            case SessionListAction.TellReadAgain _ -> events.accept(new SessionListEvent.ReadAgain());
            case SessionListAction.TellChanged tell -> events.accept(new SessionListEvent.Changed(tell.session()));
            case SessionListAction.TellAway _ -> events.accept(new SessionListEvent.Away());
        }
    }

    /// From the channel's thread.
    private void heard(Mediator.PushEvent event) {
        mailbox.post(now -> take(
                switch (event) {
                    case Mediator.PushEvent.Opened _ -> new SessionListInput.PushOpened();
                    case Mediator.PushEvent.Received received -> new SessionListInput.PushReceived(received.message());
                    case Mediator.PushEvent.Lost _ -> new SessionListInput.PushLost();
                },
                now));
    }
}
