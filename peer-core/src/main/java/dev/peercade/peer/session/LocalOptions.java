package dev.peercade.peer.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// How a session's socket is to be opened and offered.
///
/// @param stunServer instead of the mediator's, or null; may be unresolved
/// @param bind the local address, or null for all
/// @param loopbackCandidates whether loopback addresses are offered where the mediator is on loopback
public record LocalOptions(
        @Nullable InetSocketAddress stunServer, @Nullable InetAddress bind, boolean loopbackCandidates) {

    /// Addresses are personal.
    @Override
    public String toString() {
        return "LocalOptions[redacted]";
    }
}
