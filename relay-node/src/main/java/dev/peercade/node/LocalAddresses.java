package dev.peercade.node;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which address of this machine stands behind each of the node's: the same one, or in clouds and behind routers
/// the one to which the public address is translated.
///
/// @param behind by public address
record LocalAddresses(Map<InetAddress, InetAddress> behind) {

    /// RFC 862's discard; nothing is sent.
    private static final int ANY_PORT = 9;

    /// @throws NodeException when this machine has no address of that family
    static LocalAddresses of(NodeSettings.Addresses addresses) throws NodeException {
        Map<InetAddress, InetAddress> behind = new HashMap<>();
        for (InetAddress address : addresses.all()) {
            behind.put(address, local(address));
        }
        return new LocalAddresses(Map.copyOf(behind));
    }

    InetAddress of(InetAddress address) {
        return Objects.requireNonNull(behind.get(address), "an address of the node");
    }

    private static InetAddress local(InetAddress address) throws NodeException {
        // The whole of 127/8 is this machine's, though its interface names one address.
        try {
            if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
            try (DatagramSocket socket = new DatagramSocket()) {
                // Connecting a UDP socket asks the routing table only.
                socket.connect(address, ANY_PORT);
                InetAddress source = socket.getLocalAddress();
                if (!source.isAnyLocalAddress() && source.getClass() == address.getClass()) {
                    return source;
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        throw unreachable(null);
    }

    private static NodeException unreachable(@Nullable Throwable cause) {
        return new NodeException(
                "usage",
                "This machine has no address from which the node's address could be served.",
                "Give one of its own addresses, or the public one that is translated to it (`ip address` lists them).",
                cause);
    }

    /// Addresses stay out of every log.
    @Override
    public String toString() {
        return "LocalAddresses[" + behind.size() + "]";
    }
}
