package dev.peercade.peer.checkup;

import dev.peercade.peer.port.Clock;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.session.LocalOptions;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import java.util.UUID;
import java.util.function.Consumer;

/// What a checkup needs of the world.
///
/// @param viewers opens the session that is visited
public record CheckupRim(
        Clock clock, Entropy entropy, Udp udp, StreamPort streams, LocalOptions options, Viewers viewers) {

    /// Two kinds of sockets.
    ///
    /// @param unfragmented whose datagrams nobody may cut
    public record Udp(UdpPort.Factory plain, UdpPort.Factory unfragmented) {}

    /// Watches a session.
    public interface Viewers {
        ViewerSession watch(UUID session, Consumer<ViewerEvent> events);
    }
}
