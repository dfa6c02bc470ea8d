package dev.peercade.peer.port;

import dev.peercade.peer.wire.TransportAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Connections by TCP or TLS to relays, for networks that let no UDP out.
public interface StreamPort {

    /// Returns at once; what becomes of it comes as [Event], from the connection's own threads.
    ///
    /// @param pin of the certificate that the server must show (`sha-256` and 32 upper-case hex bytes with colons),
    ///     or null for TCP without TLS: what goes through is encrypted end to end either way
    Connection open(TransportAddress server, @Nullable String pin, Consumer<Event> events);

    interface Connection extends AutoCloseable {

        /// Never blocks: what the network does not take fast enough is lost, as with UDP, but requests last.
        void send(byte[] message);

        @Override
        void close();
    }

    /// What becomes of a connection.
    sealed interface Event {

        record Opened() implements Event {}

        /// Some bytes, cut anywhere.
        ///
        /// @param taken to be run once they are dealt with; while too many are not, nothing more is read
        record Received(byte[] bytes, Runnable taken) implements Event {

            @Override
            public String toString() {
                return "Received[" + bytes.length + " bytes]";
            }
        }

        /// It never came about or is gone; told once, unless closed by us.
        record Closed() implements Event {}
    }
}
