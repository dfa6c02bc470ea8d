package dev.peercade.mediator.request;

import java.time.Duration;

/// How long what has ended is kept.
public record Retention(Duration ended) {}
