package dev.peercade.streamer.air;

import java.time.Duration;
import java.util.List;

/// What was streamed, once it is over.
///
/// @param onAir from when it was visible
/// @param bitrateKbps mean, while somebody watched or it was recorded
/// @param recordings files
public record Ending(Duration onAir, int viewersAtMost, long bitrateKbps, List<String> recordings) {}
