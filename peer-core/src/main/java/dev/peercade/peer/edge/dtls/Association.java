package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.secure.DatagramGuard;
import dev.peercade.peer.secure.DatagramGuard.DtlsRecord;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One association and its virtual thread, which blocks in the library; the owner's calls only fill a queue.
final class Association implements SecureChannel {

    private static final Logger LOG = LoggerFactory.getLogger(Association.class);

    /// A forged ClientHello ends an attempt, not the association: the genuine client repeats its own.
    private static final int SERVER_ATTEMPTS = 64;

    /// Of the final flight, to a client that has lost it. A client repeats every 100 ms at most.
    private static final long ANSWER_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// As long as a client's handshake may take, twice over.
    private static final int ANSWERS_MAX = 1200;

    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final HandshakeRole role;
    private final Fingerprint expectedPeer;
    private final Consumer<Event> events;

    private final DatagramGuard guard = new DatagramGuard();
    private final RecordQueue queue = new RecordQueue();
    private final FlightTransport network;
    private volatile long fed;
    private boolean peerClosed;

    Association(
            BcTlsCrypto crypto,
            DtlsIdentity identity,
            HandshakeRole role,
            Fingerprint expectedPeer,
            Consumer<Event> events) {
        this.crypto = crypto;
        this.identity = identity;
        this.role = role;
        this.expectedPeer = expectedPeer;
        this.events = events;
        network = new FlightTransport(queue, datagram -> events.accept(new Event.Send(datagram)));
    }

    void start() {
        Thread.ofVirtual().name("dtls-" + role.name().toLowerCase(Locale.ROOT)).start(this::run);
    }

    @Override
    public synchronized void onDatagram(byte[] datagram) {
        guard.filter(datagram).forEach(queue::offer);
    }

    /// What became of the records that came in.
    ///
    /// @param refused by the guard
    /// @param dropped since too many waited
    /// @param waiting now
    /// @param taken by the association's thread
    /// @param fed of those, once the keys were agreed, to the library
    record Figures(long refused, long dropped, int waiting, long taken, long fed) {}

    synchronized Figures figures() {
        return new Figures(guard.refused(), queue.dropped(), queue.waiting(), queue.taken(), fed);
    }

    @Override
    public void close() {
        queue.close();
    }

    private void run() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DtlsAgreement.HANDSHAKE_TIMEOUT_MS);
        for (int attempt = 1; ; attempt++) {
            DtlsAgreement agreement = new DtlsAgreement(role, expectedPeer);
            try {
                DTLSTransport transport = shakeHands(agreement);
                network.onEstablished();
                SrtpTransform transform = agreement.transform();
                if (transform == null) {
                    throw new IOException("no keys");
                }
                events.accept(new Event.Established(transform));
                serve(transport);
                return;
            } catch (IOException | RuntimeException e) {
                if (queue.isClosed()) {
                    return;
                }
                boolean another = role == HandshakeRole.SERVER
                        && e instanceof TlsFatalAlert
                        && !agreement.isFingerprintWrong()
                        && attempt < SERVER_ATTEMPTS
                        && System.nanoTime() - deadline < 0;
                if (!another) {
                    LOG.debug("DTLS handshake failed", e);
                    events.accept(new Event.Failed(reason(agreement, e)));
                    queue.close();
                    return;
                }
            }
        }
    }

    private DTLSTransport shakeHands(DtlsAgreement agreement) throws IOException {
        return switch (role) {
            case CLIENT ->
                new DTLSClientProtocol().connect(new DtlsClient(crypto, identity, agreement, this::onAlert), network);
            case SERVER ->
                new DTLSServerProtocol().accept(new DtlsServer(crypto, identity, agreement, this::onAlert), network);
        };
    }

    private static String reason(DtlsAgreement agreement, Exception e) {
        if (agreement.isFingerprintWrong()) {
            return "the peer's certificate has not the expected fingerprint";
        }
        if (e instanceof TlsTimeoutException) {
            return "the handshake took longer than " + DtlsAgreement.HANDSHAKE_TIMEOUT_MS / 1000 + " s";
        }
        if (e instanceof TlsFatalAlert alert) {
            return "the handshake failed: " + AlertDescription.getText(alert.getAlertDescription());
        }
        return "the handshake failed: " + e.getMessage();
    }

    /// After the keys are exported only two kinds of record mean anything: an authenticated alert, and a repeated
    /// flight of a client that has not got the last one. The library sees none but protected alerts.
    private void serve(DTLSTransport transport) {
        byte[] buffer = new byte[FlightTransport.MTU];
        long answeredAt = System.nanoTime() - ANSWER_INTERVAL_NANOS;
        int answers = 0;
        boolean alive = true;
        try {
            for (DtlsRecord next = queue.take(); next != null; next = queue.take()) {
                if (next.kind() == DtlsRecord.Kind.ALERT && next.epoch() > 0 && alive) {
                    fed = fed + 1;
                    alive = network.feed(next, transport, buffer);
                } else if (isRepeatedFlight(next)
                        && answers < ANSWERS_MAX
                        && System.nanoTime() - answeredAt >= ANSWER_INTERVAL_NANOS) {
                    answeredAt = System.nanoTime();
                    answers++;
                    network.repeatFlight();
                }
                if (peerClosed) {
                    queue.close();
                    events.accept(new Event.Closed());
                    return;
                }
            }
            transport.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("DTLS close_notify was not sent", e);
        }
    }

    private boolean isRepeatedFlight(DtlsRecord arrived) {
        return role == HandshakeRole.SERVER && arrived.epoch() == 0 && arrived.kind() == DtlsRecord.Kind.HANDSHAKE;
    }

    /// Plaintext alerts never come here: during the handshake the transport holds them back, afterwards [#serve].
    private void onAlert(short level, short description) {
        peerClosed = level == AlertLevel.fatal || description == AlertDescription.close_notify;
    }
}
