package dev.peercade.model.session;

import java.util.Locale;

/// Why a session is FINISHED.
public enum EndReason {
    /// The streamer said so.
    ENDED,
    /// The streamer opened another session with `replace`.
    REPLACED,
    /// No sign of life from the streamer for 30 s.
    STREAMER_LOST;

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
