package dev.peercade.model.request;

/// Body of `PUT /view-requests/{id}/admission`.
public record AdmissionDecision(boolean admit) {}
