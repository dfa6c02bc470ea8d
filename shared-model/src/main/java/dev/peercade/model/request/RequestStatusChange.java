package dev.peercade.model.request;

/// Body of `PUT /view-requests/{id}/status`. A viewer sets READY or CLOSED (`left`), a streamer PROCESSED or CLOSED
/// (`dropped`); the reason follows from who asks.
public record RequestStatusChange(RequestStatus status) {}
