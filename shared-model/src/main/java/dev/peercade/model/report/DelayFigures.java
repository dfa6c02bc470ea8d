package dev.peercade.model.report;

import org.jspecify.annotations.Nullable;

/// Where the milliseconds between a streamer's screen and a viewer's go. A stage that is not truly measured is null.
///
/// @param capture from the screen's state to a frame in memory
/// @param encode from a frame in memory to its access unit
/// @param pace from the access unit to the last datagram of it
/// @param network from the last datagram sent to the last datagram received
/// @param repair waiting for what was lost
/// @param decode from a whole access unit to a picture
/// @param render from a picture to the viewer's screen
/// @param total the sum, measured end to end
public record DelayFigures(
        @Nullable Percentiles capture,
        @Nullable Percentiles encode,
        @Nullable Percentiles pace,
        @Nullable Percentiles network,
        @Nullable Percentiles repair,
        @Nullable Percentiles decode,
        @Nullable Percentiles render,
        @Nullable Percentiles total) {}
