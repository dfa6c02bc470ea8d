package dev.peercade.peer.media;

import org.jspecify.annotations.Nullable;

/// What a send path has done since its start.
///
/// @param octets of RTP payload
/// @param bytes of RTP packets before protection
/// @param again packets that were sent again
/// @param parities packets of error correction
/// @param lost as the viewer's latest report says; 0 before the first
/// @param fractionLost of the latest report, 0 to 1
/// @param roundTripNanos from the latest report that quotes one of ours, or null before it
/// @param keyframesAsked how often a keyframe was asked of the encoder
/// @param malformed RTCP packets that could not be read
public record SendFigures(
        long frames,
        long packets,
        long octets,
        long bytes,
        long again,
        long parities,
        long lost,
        double fractionLost,
        @Nullable Long roundTripNanos,
        long keyframesAsked,
        long malformed) {}
