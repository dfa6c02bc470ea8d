package dev.peercade.peer.port;

import dev.peercade.peer.wire.TransportAddress;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Asks a STUN server how the world sees a socket (step 1), over that very socket.
public interface AddressLocator {

    /// Starts asking and returns at once.
    ///
    /// @param local an address of the socket
    /// @param send sends from the socket
    /// @param result told exactly once, unless closed before, from the locator's own thread
    Query ask(
            TransportAddress server,
            TransportAddress local,
            BiConsumer<TransportAddress, byte[]> send,
            Consumer<Result> result);

    /// A question under way.
    interface Query extends AutoCloseable {

        /// What came from the server's address. Returns at once.
        void onDatagram(byte[] datagram);

        @Override
        void close();
    }

    /// How it went.
    sealed interface Result {

        record Found(TransportAddress address) implements Result {}

        /// No answer in time, or one that makes no sense.
        record Failed(String reason) implements Result {}
    }
}
