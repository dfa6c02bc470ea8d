package dev.peercade.model.request;

import java.util.Locale;

/// Where a view request stands with the streamer.
public enum AdmissionState {
    /// The session's admission is `ask` and the streamer has not answered.
    PENDING,
    ADMITTED,
    REJECTED;

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
