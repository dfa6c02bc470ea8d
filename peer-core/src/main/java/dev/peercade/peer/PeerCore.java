package dev.peercade.peer;

import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.StreamerEvent;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.session.StreamerSettings;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.session.ViewerSettings;
import java.util.function.Consumer;

/// What an app opens once: it makes sessions. The only class that names the `edge` packages.
public final class PeerCore implements AutoCloseable {

    private final PeerCoreSettings settings;

    private PeerCore(PeerCoreSettings settings) {
        this.settings = settings;
    }

    /// Returns at once; sockets open with the first session.
    public static PeerCore open(PeerCoreSettings settings) {
        return new PeerCore(settings);
    }

    /// Starts a session as streamer at step 1. Returns at once; whatever goes wrong comes as
    /// [StreamerEvent.Ended].
    public StreamerSession stream(MediatorAccount account, StreamerSettings wanted, Consumer<StreamerEvent> events) {
        throw new UnsupportedOperationException("sessions come with the next delivery" + settings);
    }

    /// Starts a session as viewer at step 1. Returns at once; whatever goes wrong comes as [ViewerEvent.Ended].
    public ViewerSession watch(MediatorAccount account, ViewerSettings wanted, Consumer<ViewerEvent> events) {
        throw new UnsupportedOperationException("sessions come with the next delivery");
    }

    /// What apps ask of a mediator outside a session.
    public MediatorClient client(MediatorAccount account) {
        throw new UnsupportedOperationException("the client comes with the next delivery");
    }

    /// Loads and prepares what the first session needs (certificate, cryptography, HTTP client), on a thread of its
    /// own, so that the first picture comes sooner. Returns at once; calling it is never necessary.
    public void warmUp() {}

    /// Closes every session that is still open, and waits for it.
    @Override
    public void close() {}
}
