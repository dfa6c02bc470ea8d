package dev.peercade.peer.session;

import dev.peercade.peer.media.frame.AccessUnit;
import java.util.Map;
import java.util.UUID;

/// A streaming session from step 1 to step 13. Every method may be called from any thread and returns at once: it
/// posts a message to the session's owner thread, whose answers come as [StreamerEvent].
public interface StreamerSession extends AutoCloseable {

    /// Sends a picture to every viewer that is served with this rendition. Before the first viewer it is dropped.
    ///
    /// @param rendition 0, or another one of [StreamerEvent.Targets]
    void send(int rendition, AccessUnit picture);

    /// Answers a [StreamerEvent.AdmissionAsked]; a rejected viewer is barred.
    void admit(UUID request, boolean admitted);

    /// Removes a viewer and bars it from this session.
    void drop(UUID request);

    /// The paths to the served viewers by request, as of the last second.
    Map<UUID, PathFigures> paths();

    /// Pictures since the start that [#send] has left out because the session lagged behind by a second of them.
    long picturesLeftOut();

    /// Takes steps 12 and 13; [StreamerEvent.Ended] follows within 5 s, whether or not the mediator answers.
    void end();

    /// [#end()] and waits for it.
    @Override
    void close();
}
