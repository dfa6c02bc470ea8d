package dev.peercade.peer.session;

import dev.peercade.peer.port.AddressLocator;
import dev.peercade.peer.port.Clock;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.port.UdpPort;
import java.util.function.Supplier;

/// What a session needs of the world.
///
/// @param channels blocks while the certificate is made; called off the owner's thread first
public record SessionRim(
        Clock clock,
        Entropy entropy,
        UdpPort.Factory udp,
        StreamPort streams,
        AddressLocator locator,
        Supplier<SecureChannel.Factory> channels,
        LocalOptions options) {}
