package dev.peercade.mediator.session;

import java.time.Instant;

/// A still picture of a session.
///
/// @param jpeg at most 64 KiB, made by the mediator's own encoder
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Thumbnail(byte[] jpeg, Instant pushedAt) {}
