package dev.peercade.peer.session;

import dev.peercade.model.session.StreamingSession;

/// What a [SessionListWatch] tells, in order, from a thread of its own; the consumer must not block.
public sealed interface SessionListEvent {

    /// The channel is open and nothing is missed from now on: read the list once.
    record ReadAgain() implements SessionListEvent {}

    /// This is how the session stands now. It may have ended, or (one of the account's own) not be in the list yet.
    record Changed(StreamingSession session) implements SessionListEvent {}

    /// There is no channel: polls have to do until [ReadAgain].
    record Away() implements SessionListEvent {}
}
