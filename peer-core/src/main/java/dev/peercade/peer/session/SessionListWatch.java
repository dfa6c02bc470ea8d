package dev.peercade.peer.session;

/// The list of sessions, being followed.
public interface SessionListWatch extends AutoCloseable {

    /// Returns at once. Nothing is told afterwards, but for what is just being told.
    @Override
    void close();
}
