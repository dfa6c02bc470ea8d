package dev.peercade.model.request;

/// The life of a view request.
public enum RequestStatus {
    NEW,
    /// The viewer has opened its firewall and waits.
    READY,
    /// The streamer serves it.
    PROCESSED,
    /// Over for good, with a reason.
    CLOSED;

    /// Whether a view request may move from this status to that one.
    public boolean canBecome(RequestStatus next) {
        return switch (this) {
            case NEW -> next == READY || next == CLOSED;
            case READY -> next == PROCESSED || next == CLOSED;
            case PROCESSED -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
