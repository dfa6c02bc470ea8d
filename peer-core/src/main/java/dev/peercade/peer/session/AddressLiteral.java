package dev.peercade.peer.session;

import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Addresses as a mediator tells them.
public final class AddressLiteral {

    private AddressLiteral() {}

    /// Null for what is absent, no IP literal, or nothing to which a datagram may go.
    public static @Nullable TransportAddress parse(@Nullable String literal, int port) {
        if (literal == null) {
            return null;
        }
        try {
            TransportAddress address =
                    TransportAddress.of(InetAddress.ofLiteral(literal).getAddress(), port);
            return address.isSendable() ? address : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
