package dev.peercade.mediator;

/// Where a session and the view request on it stand.
enum Situation {
    /// The session is NEW; there is no request.
    SESSION_NEW,
    /// The session is READY, the request NEW with an endpoint.
    REQUEST_NEW,
    /// As before, but the streamer has not admitted the viewer.
    PENDING,
    REQUEST_READY,
    /// The session is ACTIVE.
    PROCESSED,
    /// The session is FINISHED, the request CLOSED.
    FINISHED
}
