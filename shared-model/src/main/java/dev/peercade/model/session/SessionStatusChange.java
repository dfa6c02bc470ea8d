package dev.peercade.model.session;

/// Body of `PUT /streaming-sessions/{id}/status`; only FINISHED is accepted.
public record SessionStatusChange(SessionStatus status) {}
