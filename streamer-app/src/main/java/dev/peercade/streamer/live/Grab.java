package dev.peercade.streamer.live;

/// How a picture was come by. Times by [System#nanoTime()].
///
/// @param tick the number of its moment on the source's grid
/// @param askedNanos when the source was asked for it: the work on the picture before was done
/// @param startNanos when grabbing began
/// @param endNanos when it was there
public record Grab(long tick, long askedNanos, long startNanos, long endNanos) {}
