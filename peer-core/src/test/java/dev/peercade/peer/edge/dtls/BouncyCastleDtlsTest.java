package dev.peercade.peer.edge.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.SrtpTransform;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BouncyCastleDtlsTest {

    private static final BouncyCastleDtls CLIENT = new BouncyCastleDtls();
    private static final BouncyCastleDtls SERVER = new BouncyCastleDtls();
    private static final byte[] PACKET =
            RtpHeader.plain(true, 96, 7, 7, new Ssrc(42)).write(new byte[] {1, 2, 3});

    @Test
    void bothSidesExportKeysThatFitTogether() throws Exception {
        try (Wire wire = new Wire(CLIENT, SERVER)) {
            SrtpTransform client = wire.client.awaitKeys();
            SrtpTransform server = wire.server.awaitKeys();

            assertThat(client.unprotectRtp(server.protectRtp(PACKET))).isEqualTo(PACKET);
            assertThat(server.unprotectRtp(client.protectRtp(PACKET))).isEqualTo(PACKET);
        }
    }

    @Test
    void noDatagramIsLongerThanEveryPathCarries() throws Exception {
        try (Wire wire = new Wire(CLIENT, SERVER)) {
            wire.client.awaitKeys();
            wire.server.awaitKeys();
            assertThat(wire.server.sent)
                    .allSatisfy(datagram -> assertThat(datagram).hasSizeLessThanOrEqualTo(1200));
            assertThat(wire.client.sent)
                    .allSatisfy(datagram -> assertThat(datagram).hasSizeLessThanOrEqualTo(1200));
        }
    }

    @Test
    void aServerWithAnotherCertificateYieldsNoKeysOnEitherSide() throws Exception {
        Fingerprint other = new BouncyCastleDtls().localFingerprint();
        try (Wire wire = new Wire(CLIENT, SERVER, CLIENT.localFingerprint(), other, 0, 1)) {
            assertThat(wire.client.failure.get(10, TimeUnit.SECONDS)).contains("fingerprint");
            assertThat(wire.server.failure.get(10, TimeUnit.SECONDS)).contains("refused");
            assertThat(wire.client.keys).isNotDone();
            assertThat(wire.server.keys).isNotDone();
        }
    }

    @Test
    void aClientWithAnotherCertificateYieldsNoKeysOnEitherSide() throws Exception {
        Fingerprint other = new BouncyCastleDtls().localFingerprint();
        try (Wire wire = new Wire(CLIENT, SERVER, other, SERVER.localFingerprint(), 0, 1)) {
            assertThat(wire.server.failure.get(10, TimeUnit.SECONDS)).contains("fingerprint");
            assertThat(wire.client.failure.get(10, TimeUnit.SECONDS)).contains("refused");
            assertThat(wire.client.keys).isNotDone();
            assertThat(wire.server.keys).isNotDone();
        }
    }

    @Test
    void closeIsToldToThePeer() throws Exception {
        try (Wire wire = new Wire(CLIENT, SERVER)) {
            wire.client.awaitKeys();
            wire.server.awaitKeys();
            wire.client.channel().close();
            assertThat(wire.server.closed.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(wire.client.closed).isNotDone();
        }
    }

    @Test
    void aHandshakeComesAboutThoughHalfOfAllDatagramsAreLost() throws Exception {
        List<Wire> wires = new ArrayList<>();
        try {
            for (int seed = 0; seed < 40; seed++) {
                wires.add(new Wire(CLIENT, SERVER, CLIENT.localFingerprint(), SERVER.localFingerprint(), 0.5, seed));
            }
            for (Wire wire : wires) {
                wire.client.awaitKeys();
                wire.server.awaitKeys();
            }
        } finally {
            wires.forEach(Wire::close);
        }
    }
}
