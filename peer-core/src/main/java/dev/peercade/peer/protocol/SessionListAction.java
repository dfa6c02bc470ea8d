package dev.peercade.peer.protocol;

import dev.peercade.model.session.StreamingSession;

/// What a follower of the list of sessions does.
public sealed interface SessionListAction {

    record OpenPush() implements SessionListAction {}

    // What the app is told.

    record TellReadAgain() implements SessionListAction {}

    record TellChanged(StreamingSession session) implements SessionListAction {}

    record TellAway() implements SessionListAction {}
}
