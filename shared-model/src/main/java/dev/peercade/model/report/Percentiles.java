package dev.peercade.model.report;

/// A distribution in ms.
public record Percentiles(double p50, double p95, double p99) {}
