package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Associations by Bouncy Castle: DTLS 1.2, both sides with certificates, extended master secret, SRTP keys. The
/// certificate is made at construction and lives as long as this object.
public final class BouncyCastleDtls implements SecureChannel.Factory {

    private static final Logger LOG = LoggerFactory.getLogger(BouncyCastleDtls.class);

    private static final int WARM_UP_SECONDS = 10;

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final DtlsIdentity identity = DtlsIdentity.generate(crypto);

    @Override
    public Fingerprint localFingerprint() {
        return identity.fingerprint();
    }

    @Override
    public SecureChannel open(HandshakeRole role, Fingerprint expectedPeer, Consumer<SecureChannel.Event> events) {
        Association association = new Association(crypto, identity, role, expectedPeer, events);
        association.start();
        return association;
    }

    /// Shakes hands once within this process and sends a packet through, so that a session's own handshake finds
    /// every class loaded and every cipher initialised. Blocks for less than a second on a cold JVM; to be called
    /// in the background while a peer is still talking to its mediator. Never fails: at worst the first handshake
    /// is slow.
    public void warmUp() {
        BouncyCastleDtls other = new BouncyCastleDtls();
        CompletableFuture<SecureChannel> client = new CompletableFuture<>();
        CompletableFuture<SrtpTransform> clientKeys = new CompletableFuture<>();
        CompletableFuture<SrtpTransform> serverKeys = new CompletableFuture<>();
        try (SecureChannel serverSide = open(
                        HandshakeRole.SERVER,
                        other.localFingerprint(),
                        event -> relay(event, client.join(), serverKeys));
                SecureChannel clientSide = other.open(
                        HandshakeRole.CLIENT, localFingerprint(), event -> relay(event, serverSide, clientKeys))) {
            client.complete(clientSide);
            SrtpTransform sender =
                    serverKeys.orTimeout(WARM_UP_SECONDS, TimeUnit.SECONDS).join();
            SrtpTransform receiver =
                    clientKeys.orTimeout(WARM_UP_SECONDS, TimeUnit.SECONDS).join();
            byte[] packet = RtpHeader.plain(true, 96, 1, 1, new Ssrc(1)).write(new byte[1000]);
            receiver.unprotectRtp(sender.protectRtp(packet));
        } catch (CompletionException e) {
            LOG.debug("warm-up ended early", e);
        }
    }

    private static void relay(SecureChannel.Event event, SecureChannel peer, CompletableFuture<SrtpTransform> keys) {
        switch (event) {
            case SecureChannel.Event.Send(byte[] datagram) -> peer.onDatagram(datagram);
            case SecureChannel.Event.Established(SrtpTransform transform) -> keys.complete(transform);
            case SecureChannel.Event.Failed(String reason) ->
                keys.completeExceptionally(new IllegalStateException(reason));
            case SecureChannel.Event.Closed _ -> LOG.trace("warm-up closed");
        }
    }
}
