package dev.peercade.peer.port;

import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one UDP socket of a session. What arrives comes in batches, from the port's own thread: the consumer posts to
/// its mailbox.
public interface UdpPort extends AutoCloseable {

    /// One datagram that arrived.
    record Datagram(TransportAddress from, byte[] bytes) {

        /// Addresses are personal.
        @Override
        public String toString() {
            return "Datagram[" + bytes.length + " bytes]";
        }
    }

    /// Never blocks and never throws: what the system does not take is counted and lost, as UDP loses.
    void send(TransportAddress to, byte[] datagram);

    /// The addresses of this machine at which the socket can be reached, loopback last; at most 16.
    List<TransportAddress> localAddresses();

    /// Datagrams that the system did not take.
    long unsent();

    @Override
    void close();

    /// Opens sockets.
    interface Factory {

        /// @param bind the local address, or null for all
        UdpPort open(@Nullable InetAddress bind, Consumer<List<Datagram>> batches) throws IOException;
    }
}
