package dev.peercade.model.request;

import java.util.Locale;

/// Why a view request is CLOSED.
public enum CloseReason {
    /// The viewer left.
    LEFT,
    /// The streamer removed the viewer, who is barred from the session from then on.
    DROPPED,
    /// The streamer refused the viewer, who is barred from the session from then on.
    REJECTED,
    SESSION_FINISHED,
    /// No sign of life from the viewer for 30 s.
    VIEWER_LOST,
    /// Not served in time.
    EXPIRED;

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
