package dev.peercade.peer.protocol;

import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.protocol.ChannelState.Open;
import dev.peercade.peer.protocol.ChannelState.Opening;
import dev.peercade.peer.protocol.SessionListAction.OpenPush;
import dev.peercade.peer.protocol.SessionListAction.TellAway;
import dev.peercade.peer.protocol.SessionListAction.TellChanged;
import dev.peercade.peer.protocol.SessionListAction.TellReadAgain;
import dev.peercade.peer.time.MonoTime;

/// Follows the list of sessions over a channel that comes and goes; ends when it is no longer asked.
public final class SessionListProtocol {

    private SessionListProtocol() {}

    /// [SessionListInput.TimePassed] is due at [ChannelState#openAt()].
    public static Transition<ChannelState, SessionListAction> next(
            ChannelState state, SessionListInput input, MonoTime now) {
        return switch (input) {
            case SessionListInput.TimePassed _ ->
                state.isDue(now) ? Transition.to(state.opening(), new OpenPush()) : Transition.to(state);
            case SessionListInput.PushOpened _ -> Transition.to(state.opened(now), new TellReadAgain());
            // What comes before the channel is open is in the list that is read then.
            case SessionListInput.PushReceived(SignalMessage.SessionChanged changed)
            when state instanceof Open -> Transition.to(state, new TellChanged(changed.session()));
            case SessionListInput.PushReceived _ -> Transition.to(state);
            case SessionListInput.PushLost _ ->
                isNews(state) ? Transition.to(state.lost(now), new TellAway()) : Transition.to(state.lost(now));
        };
    }

    /// Also the failure of the very first attempt: the app has to hear how to come by the list.
    private static boolean isNews(ChannelState lost) {
        return lost instanceof Open || lost instanceof Opening(int failures) && failures == 0;
    }
}
