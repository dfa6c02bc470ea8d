package dev.peercade.peer.session;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import org.jspecify.annotations.Nullable;

/// The path to one peer and what went over it. Counters run from the session's start.
///
/// @param way that media takes, or null before a path is found
/// @param roundTripMs of the latest connectivity check or RTCP report, or null before the first
/// @param packets of RTP, sent (streamer) or received (viewer)
/// @param bytes of UDP payload, likewise
/// @param packetsLost that never arrived; on the streamer's side as the viewer reports it
/// @param picturesDropped by a viewer, since something of them or before them was lost; 0 on the streamer's side
public record PathFigures(
        @Nullable Way way,
        @Nullable Double roundTripMs,
        long packets,
        long bytes,
        long packetsLost,
        long picturesDropped) {

    /// @param kind of the remote candidate, relayed also where the relay is ours
    /// @param rung of the ladder on which the path stands
    /// @param why it was taken
    public record Way(CandidateKind kind, Rung rung, Move why) {}

    /// Nothing yet.
    public static final PathFigures NONE = new PathFigures(null, null, 0, 0, 0, 0);

    /// Of the remote candidate, or null before a path is found.
    public @Nullable CandidateKind kind() {
        return way == null ? null : way.kind;
    }

    /// Of the ladder, or null before a path is found.
    public @Nullable Rung rung() {
        return way == null ? null : way.rung;
    }
}
