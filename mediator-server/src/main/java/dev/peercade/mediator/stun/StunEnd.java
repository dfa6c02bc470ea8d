package dev.peercade.mediator.stun;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/// One socket of the responder.
///
/// @param here what it is bound to; the address is the unspecified one where it is bound to all
/// @param secondAddress whether its address is the second one of its family
/// @param secondPort whether its port is the second one
record StunEnd(DatagramChannel channel, InetSocketAddress here, boolean secondAddress, boolean secondPort) {

    /// Addresses are personal.
    @Override
    public String toString() {
        return "StunEnd[secondAddress=" + secondAddress + ", secondPort=" + secondPort + "]";
    }
}
