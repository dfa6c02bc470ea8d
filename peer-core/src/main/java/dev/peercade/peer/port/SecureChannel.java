package dev.peercade.peer.port;

import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.util.function.Consumer;

/// One DTLS 1.2 association that yields SRTP keys (RFC 5764). The caller hands in datagrams only from a 5-tuple that
/// has answered an authenticated connectivity check.
public interface SecureChannel extends AutoCloseable {

    /// Returns at once; what it causes comes as [Event]. Datagrams that the guard refuses are counted and dropped.
    void onDatagram(byte[] datagram);

    /// Sends close_notify where the association is up, and releases everything. Returns at once.
    @Override
    void close();

    /// What an association tells its owner. Called from the association's own thread: the consumer posts to its
    /// mailbox.
    sealed interface Event {

        /// A datagram for the peer.
        record Send(byte[] datagram) implements Event {}

        /// The peer's certificate has the expected fingerprint and the keys are exported.
        record Established(SrtpTransform transform) implements Event {}

        /// No association came about: the fingerprint is wrong, the peer refused, or the time was up.
        record Failed(String reason) implements Event {}

        /// The peer ended the association by an authenticated close.
        record Closed() implements Event {}
    }

    /// Makes associations with one certificate.
    interface Factory {

        /// Of the certificate that this factory presents.
        Fingerprint localFingerprint();

        /// Starts a handshake; a client sends its first flight at once.
        SecureChannel open(HandshakeRole role, Fingerprint expectedPeer, Consumer<Event> events);
    }
}
