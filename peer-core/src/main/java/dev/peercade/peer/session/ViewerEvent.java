package dev.peercade.peer.session;

import dev.peercade.model.ProtocolStep;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;

/// What a viewer's session tells its app, in order, from the owner thread; the consumer must not block.
public sealed interface ViewerEvent {

    record StepTaken(ProtocolStep step) implements ViewerEvent {}

    /// The streamer has to admit this viewer first.
    record AwaitingApproval() implements ViewerEvent {}

    /// A whole picture, in decoding order. After a loss none comes until the next keyframe.
    record PictureReceived(AccessUnit picture) implements ViewerEvent {}

    /// Media takes a path on this rung from now on, or another one on the same rung.
    record PathChanged(Rung rung, Move why) implements ViewerEvent {}

    /// No media for 2 s (true), or it flows again (false).
    record Stalled(boolean stalled) implements ViewerEvent {}

    /// The mediator is out of reach (media goes on), or back.
    record MediatorReachable(boolean reachable) implements ViewerEvent {}

    /// Nobody could say how the world sees this peer: only peers of this machine or network can be met.
    ///
    /// @param asked whether a STUN server was asked and kept silent; false where the mediator names none
    record PublicAddressUnknown(boolean asked) implements ViewerEvent {}

    /// The last event.
    record Ended(SessionEnd end) implements ViewerEvent {}
}
