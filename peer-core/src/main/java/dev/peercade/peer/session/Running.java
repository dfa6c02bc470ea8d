package dev.peercade.peer.session;

/// What runs on a thread of its own until it is closed or ends by itself.
public interface Running extends AutoCloseable {

    /// Whether nothing is left to do, ever; for a session: whether the last event has been told.
    boolean isFinished();

    @Override
    void close();
}
