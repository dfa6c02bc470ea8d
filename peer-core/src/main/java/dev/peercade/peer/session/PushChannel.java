package dev.peercade.peer.session;

import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.time.MonoTime;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The one push channel of a session: what a channel of before still says counts for nothing. Owner's thread only.
final class PushChannel {

    private final Mediator mediator;
    private final Mailbox mailbox;
    private final BiConsumer<Mediator.PushEvent, MonoTime> events;
    private Mediator.@Nullable Push open;
    private int opened;

    PushChannel(Mediator mediator, Mailbox mailbox, BiConsumer<Mediator.PushEvent, MonoTime> events) {
        this.mediator = mediator;
        this.mailbox = mailbox;
        this.events = events;
    }

    /// Returns at once.
    void open() {
        close();
        int channel = ++opened;
        open = mediator.openPush(event -> mailbox.post(now -> {
            if (channel == opened) {
                events.accept(event, now);
            }
        }));
    }

    /// It leads nowhere any more, and nobody would notice for a while.
    void giveUp(MonoTime now) {
        if (open != null) {
            close();
            events.accept(new Mediator.PushEvent.Lost(), now);
        }
    }

    void close() {
        if (open != null) {
            open.close();
            open = null;
            opened++;
        }
    }
}
