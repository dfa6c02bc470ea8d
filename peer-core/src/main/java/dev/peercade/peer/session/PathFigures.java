package dev.peercade.peer.session;

import dev.peercade.model.peer.CandidateKind;
import org.jspecify.annotations.Nullable;

/// The path to one peer and what went over it. Counters run from the session's start.
///
/// @param kind of the remote candidate, or null before a path is found
/// @param roundTripMs of the latest connectivity check or RTCP report, or null before the first
/// @param packets of RTP, sent (streamer) or received (viewer)
/// @param bytes of UDP payload, likewise
/// @param packetsLost that never arrived; on the streamer's side as the viewer reports it
/// @param picturesDropped by a viewer, since something of them or before them was lost; 0 on the streamer's side
public record PathFigures(
        @Nullable CandidateKind kind,
        @Nullable Double roundTripMs,
        long packets,
        long bytes,
        long packetsLost,
        long picturesDropped) {

    /// Where no pictures are dropped.
    public PathFigures(
            @Nullable CandidateKind kind, @Nullable Double roundTripMs, long packets, long bytes, long packetsLost) {
        this(kind, roundTripMs, packets, bytes, packetsLost, 0);
    }
}
