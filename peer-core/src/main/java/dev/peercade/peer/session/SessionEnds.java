package dev.peercade.peer.session;

import dev.peercade.peer.protocol.Ending;

/// From the protocol's words to those of the apps.
final class SessionEnds {

    private SessionEnds() {}

    static SessionEnd of(Ending ending) {
        return new SessionEnd(ending.code(), ending.expected(), ending.message(), ending.remedy());
    }
}
