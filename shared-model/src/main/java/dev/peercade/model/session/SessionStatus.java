package dev.peercade.model.session;

/// The life of a streaming session.
public enum SessionStatus {
    /// Created, without an endpoint.
    NEW,
    /// With an endpoint; visible in lists.
    READY,
    /// At least one view request is PROCESSED.
    ACTIVE,
    /// Over for good.
    FINISHED;

    /// Whether the mediator may move a session from this status to that one. Clients set only FINISHED.
    public boolean canBecome(SessionStatus next) {
        return switch (this) {
            case NEW -> next == READY || next == FINISHED;
            case READY -> next == ACTIVE || next == FINISHED;
            case ACTIVE -> next == READY || next == FINISHED;
            case FINISHED -> false;
        };
    }
}
