package dev.peercade.mediator.request;

/// What a peer is to a view request.
public enum Party {
    /// Whose request it is.
    VIEWER,
    /// Whose session it is about.
    STREAMER
}
