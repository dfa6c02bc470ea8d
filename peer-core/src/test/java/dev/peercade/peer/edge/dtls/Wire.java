package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Two associations with a network between them that may lose datagrams.
final class Wire implements AutoCloseable {

    final End client;
    final End server;
    private final SplittableRandom random;
    private final double loss;

    Wire(BouncyCastleDtls clientSide, BouncyCastleDtls serverSide) {
        this(clientSide, serverSide, clientSide.localFingerprint(), serverSide.localFingerprint(), 0, 1);
    }

    Wire(
            BouncyCastleDtls clientSide,
            BouncyCastleDtls serverSide,
            Fingerprint clientExpected,
            Fingerprint serverExpected,
            double loss,
            long seed) {
        this(loss, seed);
        server.opened.complete(serverSide.open(HandshakeRole.SERVER, clientExpected, server::onEvent));
        client.opened.complete(clientSide.open(HandshakeRole.CLIENT, serverExpected, client::onEvent));
    }

    private Wire(double loss, long seed) {
        this.loss = loss;
        random = new SplittableRandom(seed);
        client = new End();
        server = new End();
    }

    /// A wire whose client has not started yet.
    record Held(Wire wire, BouncyCastleDtls clientSide, BouncyCastleDtls serverSide) {

        Held(BouncyCastleDtls clientSide, BouncyCastleDtls serverSide) {
            this(new Wire(0, 1), clientSide, serverSide);
            // What the server says before is dropped, as at a firewall that nobody has opened.
            wire.server.opened.complete(serverSide.open(HandshakeRole.SERVER, clientSide.localFingerprint(), event -> {
                if (wire.client.opened.isDone()) {
                    wire.server.onEvent(event);
                }
            }));
        }

        SecureChannel server() {
            return wire.server.channel();
        }

        void startClient() {
            wire.client.opened.complete(
                    clientSide.open(HandshakeRole.CLIENT, serverSide.localFingerprint(), wire.client::onEvent));
        }
    }

    private synchronized boolean isLost() {
        return random.nextDouble() < loss;
    }

    /// One side, and all that it has said.
    final class End {

        final CompletableFuture<SecureChannel> opened = new CompletableFuture<>();
        final CompletableFuture<SrtpTransform> keys = new CompletableFuture<>();
        final CompletableFuture<String> failure = new CompletableFuture<>();
        final CompletableFuture<Boolean> closed = new CompletableFuture<>();
        final List<byte[]> sent = new CopyOnWriteArrayList<>();
        final AtomicInteger sentCount = new AtomicInteger();

        private void onEvent(SecureChannel.Event event) {
            switch (event) {
                case SecureChannel.Event.Send(byte[] datagram) -> {
                    sentCount.incrementAndGet();
                    if (sent.size() < 1000) {
                        sent.add(datagram);
                    }
                    if (!isLost()) {
                        other().opened.join().onDatagram(datagram);
                    }
                }
                case SecureChannel.Event.Established(SrtpTransform transform) -> keys.complete(transform);
                case SecureChannel.Event.Failed(String reason) -> failure.complete(reason);
                case SecureChannel.Event.Closed _ -> closed.complete(true);
            }
        }

        private End other() {
            return this == client ? server : client;
        }

        SecureChannel channel() {
            return opened.join();
        }

        SrtpTransform awaitKeys() throws Exception {
            return keys.get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        client.channel().close();
        server.channel().close();
    }
}
