package dev.peercade.streamer.live;

import dev.peercade.peer.session.PathFigures;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A viewer.
///
/// @param since how long it has been watching, or asking
/// @param way what goes to it, or null while it waits for the streamer's leave, and in its first second
public record Guest(
        String name,
        boolean asking,
        Duration since,
        @Nullable Way way) {

    /// The way to a viewer.
    ///
    /// @param taken which it is and why
    /// @param roundTripMs of the latest measurement, or null before the first
    /// @param bitrateKbps over the last second
    /// @param lossPercent of the packets of the last seconds, as far as the viewer has reported on them
    public record Way(PathFigures.Way taken, @Nullable Double roundTripMs, long bitrateKbps, double lossPercent) {}
}
