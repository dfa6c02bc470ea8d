package dev.peercade.model.report;

/// Pictures that a streamer should have sent and did not, since the start, by who was too slow.
///
/// @param capture moments at which none was grabbed, because grabbing the one before took too long
/// @param encoding moments at which none was grabbed, because encoding the one before took too long
/// @param network encoded and left out, because what waited to be sent was a second of pictures
/// @param due moments at which there should have been one: `capture` and `encoding` are parts of it
public record DroppedFrames(long capture, long encoding, long network, long due) {}
