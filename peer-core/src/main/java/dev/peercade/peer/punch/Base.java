package dev.peercade.peer.punch;

import dev.peercade.peer.wire.TransportAddress;
import org.jspecify.annotations.Nullable;

/// What datagrams leave from and come to (RFC 8445, section 3): the one socket, or an allocation on a relay.
///
/// @param number 0 for the socket; counts up with each allocation of a session and is never used again
/// @param transport to the relay; null for the socket
/// @param relayed the address on the relay; null for the socket, which has as many addresses as its machine
public record Base(
        int number,
        @Nullable RelayTransport transport,
        @Nullable TransportAddress relayed) {

    public static final Base SOCKET = new Base(0, null, null);

    public boolean isRelay() {
        return relayed != null;
    }

    /// Whether a datagram from here can get there at all. A relay has one address family, and refuses addresses that
    /// the world does not route, unless it has such an address itself.
    boolean reaches(TransportAddress remote) {
        return relayed == null
                || relayed.v6() == remote.v6()
                        && (!remote.isPrivate() && !remote.isLoopback() || relayed.isPrivate() || relayed.isLoopback());
    }

    /// What a check from here says that this candidate is worth (RFC 8445, section 7.1.1): on a relay no more than
    /// the relayed candidate itself.
    long priority() {
        int preference = transport == null ? 110 : transport.typePreference();
        return (long) preference << 24 | 65535L << 8 | 255;
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return transport == null ? "Base[socket]" : "Base[relay " + number + ", " + transport + "]";
    }
}
