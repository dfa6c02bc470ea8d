package dev.peercade.peer.identity;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The identity keys of others at one mediator. Any thread; of what is not known yet a small
/// file may be read, and nothing waits for it to be written.
public interface KnownPeers {

    /// The key of this user, or null.
    ///
    /// @throws IOException when what was remembered cannot be read, and the user may be among it
    @Nullable
    String keyOf(String user) throws IOException;

    /// Whether somebody has said that this user has no key now; said of the next key it holds for none too.
    boolean mayLackKey(String user);

    void remember(String user, String key);

    /// The next that comes is taken for the user's own: a key, or that there is none.
    void forget(String user);
}
