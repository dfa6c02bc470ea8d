package dev.peercade.model.session;

import java.util.Locale;

/// Whether viewers need the streamer's leave.
public enum Admission {
    OPEN,
    ASK;

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
