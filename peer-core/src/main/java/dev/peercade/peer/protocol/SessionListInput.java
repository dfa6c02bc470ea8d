package dev.peercade.peer.protocol;

import dev.peercade.model.signal.SignalMessage;

/// What happens to a follower of the list of sessions.
public sealed interface SessionListInput {

    /// The channel is there, and the mediator knows that the list is wanted.
    record PushOpened() implements SessionListInput {}

    record PushReceived(SignalMessage message) implements SessionListInput {}

    record PushLost() implements SessionListInput {}

    record TimePassed() implements SessionListInput {}
}
