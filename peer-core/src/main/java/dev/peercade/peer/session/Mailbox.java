package dev.peercade.peer.session;

import dev.peercade.peer.time.MonoTime;
import java.util.function.Consumer;

/// Where other threads leave work for a session's owner, who runs it in order and tells it the time.
public interface Mailbox {
    void post(Consumer<MonoTime> message);
}
