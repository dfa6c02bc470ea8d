package dev.peercade.peer.doctor;

import dev.peercade.peer.wire.TransportAddress;

/// A datagram to be sent.
///
/// @param socket from which, 0 and up
public record Outgoing(int socket, TransportAddress to, byte[] datagram) {

    /// Addresses are personal.
    @Override
    public String toString() {
        return "Outgoing[socket=" + socket + ", " + datagram.length + " bytes]";
    }
}
