package dev.peercade.peer.session;

import dev.peercade.peer.protocol.Ending;
import dev.peercade.peer.protocol.Failure;

/// From the protocol's words to those of the apps.
final class SessionEnds {

    private SessionEnds() {}

    /// A fault of ours.
    static Failure internal(Throwable fault) {
        return new Failure(
                "internal",
                "Something went wrong inside: " + fault + ".",
                "Try again; if it stays, report it with the log.",
                false);
    }

    /// The same, as the last word of a session.
    static SessionEnd of(Throwable fault) {
        Failure failure = internal(fault);
        return new SessionEnd(failure.code(), false, failure.message(), failure.remedy());
    }

    static SessionEnd of(Ending ending) {
        return new SessionEnd(ending.code(), ending.expected(), ending.message(), ending.remedy());
    }
}
