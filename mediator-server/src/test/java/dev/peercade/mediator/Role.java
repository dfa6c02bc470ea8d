package dev.peercade.mediator;

import java.util.Locale;

/// Who calls, seen from one streaming session and one view request on it.
enum Role {
    ANONYMOUS,
    OTHER_PEER,
    /// Has an open view request on another session.
    OTHER_VIEWER,
    /// Has a session of its own.
    OTHER_STREAMER,
    OWNER_STREAMER,
    OWNER_VIEWER,
    OPERATOR;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
