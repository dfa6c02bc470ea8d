package dev.peercade.peer.session;

/// A viewer's part of a session from step 1 to step 13. Every method may be called from any thread and returns at
/// once: it posts a message to the session's owner thread, whose answers come as [ViewerEvent].
public interface ViewerSession extends AutoCloseable {

    /// Asks the streamer for a keyframe, for a decoder that has lost its way. Coalesced and rate-limited.
    void requestKeyframe();

    /// The path from the streamer, as of the last second.
    PathFigures path();

    /// Closes the view request; [ViewerEvent.Ended] follows within 5 s, whether or not the mediator answers.
    void leave();

    /// [#leave()] and waits for it.
    @Override
    void close();
}
