package dev.peercade.peer.session;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.request.CloseReason;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import java.util.List;
import java.util.UUID;

/// What a streamer's session tells its app, in order, from the owner thread; the consumer must not block.
public sealed interface StreamerEvent {

    /// Step taken; a step that serves one request names it in the detail of [ViewerServed].
    record StepTaken(ProtocolStep step) implements StreamerEvent {}

    /// The session stands on the mediator under this id, and is in lists from [ProtocolStep#PUSH_STREAMER_ENDPOINT]
    /// on.
    record SessionOpened(UUID session) implements StreamerEvent {}

    /// Somebody wants in and the admission is `ask`: answer by [StreamerSession#admit].
    record AdmissionAsked(UUID request, String viewer) implements StreamerEvent {}

    /// Media flows to this viewer from now on.
    record ViewerServed(UUID request, String viewer) implements StreamerEvent {}

    record ViewerGone(UUID request, String viewer, CloseReason reason) implements StreamerEvent {}

    /// Media to this viewer takes a path on this rung from now on, or another one on the same rung.
    record PathChanged(UUID request, String viewer, Rung rung, Move why) implements StreamerEvent {}

    /// A viewer is not who it was the last time, or the mediator has altered what it said. It is served all the same
    /// where everybody may watch and the endpoint is its own.
    ///
    /// @param code `identity-changed`, `identity-missing`, `identity-unreadable` or `identity-forged`
    record IdentityDoubted(String viewer, String code, String message, String remedy) implements StreamerEvent {}

    /// A viewer cannot decode, or changes over: the next access unit of this rendition should be a keyframe.
    /// Coalesced and rate-limited.
    record KeyframeNeeded(int rendition) implements StreamerEvent {}

    /// What the viewers' paths take has changed: from the next picture on each rendition, counted from 0, spends so
    /// much. Renditions that are not named are not needed.
    ///
    /// @param kbps 1000 bits a second of coded video, one or two entries
    record Targets(List<Integer> kbps) implements StreamerEvent {}

    /// The mediator is out of reach (media goes on), or back.
    record MediatorReachable(boolean reachable) implements StreamerEvent {}

    /// Nobody could say how the world sees this peer: only peers of this machine or network can be met.
    ///
    /// @param asked whether a STUN server was asked and kept silent; false where the mediator names none
    record PublicAddressUnknown(boolean asked) implements StreamerEvent {}

    /// The last event.
    record Ended(SessionEnd end) implements StreamerEvent {}
}
