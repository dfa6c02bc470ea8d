package dev.peercade.peer.identity;

import org.jspecify.annotations.Nullable;

/// The identity keys of others at one mediator. Any thread; of what is not known yet a small
/// file may be read, and nothing waits for it to be written.
public interface KnownPeers {

    /// The key of this user, or null.
    @Nullable
    String keyOf(String user);

    /// Whether all that was remembered can be read.
    boolean isReadable();

    void remember(String user, String key);

    /// The next key that comes is taken for the user's own.
    void forget(String user);
}
