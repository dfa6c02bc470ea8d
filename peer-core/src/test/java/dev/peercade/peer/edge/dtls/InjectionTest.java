package dev.peercade.peer.edge.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.secure.DatagramGuard;
import dev.peercade.peer.secure.SrtpTransform;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What someone does who can put datagrams on the 5-tuple but has no keys (PROMISES.md, B3).
class InjectionTest {

    private static final BouncyCastleDtls CLIENT = new BouncyCastleDtls();
    private static final BouncyCastleDtls SERVER = new BouncyCastleDtls();
    private static final int DATAGRAMS = 100_000;

    @Test
    void aHundredThousandHostileDatagramsNeitherEndNorFillALiveAssociation() throws Exception {
        try (Wire wire = new Wire(CLIENT, SERVER)) {
            SrtpTransform client = wire.client.awaitKeys();
            SrtpTransform server = wire.server.awaitKeys();
            List<byte[]> recorded = new ArrayList<>(wire.client.sent);
            recorded.addAll(wire.server.sent);
            int sentBefore = wire.server.sentCount.get() + wire.client.sentCount.get();

            SplittableRandom random = new SplittableRandom(1);
            long heapBefore = usedHeap();
            Tally clientTally = new Tally(wire.client);
            Tally serverTally = new Tally(wire.server);
            long accepted = 0;
            DatagramGuard guard = new DatagramGuard();
            for (int i = 0; i < DATAGRAMS; i++) {
                byte[] hostile = hostile(i, random, recorded);
                accepted += guard.filter(hostile).size();
                wire.client.channel().onDatagram(hostile);
                wire.server.channel().onDatagram(hostile);
                if (i % 4 == 3) {
                    // As fast as they are looked at: what a full queue drops has attacked nothing.
                    clientTally.awaitLookedAt();
                    serverTally.awaitLookedAt();
                }
            }
            clientTally.assertLookedAt(accepted, guard.refused());
            serverTally.assertLookedAt(accepted, guard.refused());
            long grown = usedHeap() - heapBefore;

            assertThat(grown).as("bytes of heap").isLessThan(8 << 20);
            assertThat(wire.client.closed).isNotDone();
            assertThat(wire.server.closed).isNotDone();
            assertThat(wire.client.failure).isNotDone();
            assertThat(wire.server.failure).isNotDone();
            // Repeated flights are answered, but far less often than they are sent.
            assertThat(wire.server.sentCount.get() + wire.client.sentCount.get() - sentBefore)
                    .isLessThan(DATAGRAMS / 50);
            byte[] packet = RtpHeader.plain(true, 96, 9, 9, new Ssrc(9)).write(new byte[100]);
            assertThat(client.unprotectRtp(server.protectRtp(packet))).isEqualTo(packet);
            // The library itself is still alive: an authenticated close gets through.
            wire.client.channel().close();
            assertThat(wire.server.closed.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHandshakeComesAboutThoughStrangersInjectAllTheWhile() throws Exception {
        SplittableRandom random = new SplittableRandom(2);
        // Short records, fragment bombs, plaintext alerts, random bytes. A well-formed message of the handshake itself,
        // forged on the very 5-tuple, can still end an attempt: plaintext DTLS has nothing to tell it by.
        int[] kinds = {0, 1, 2, 5};
        try (Wire wire = new Wire(CLIENT, SERVER)) {
            for (int i = 0; !(wire.client.keys.isDone() && wire.server.keys.isDone()) && i < 200_000; i++) {
                byte[] hostile = forged(kinds[i % kinds.length], random);
                wire.client.channel().onDatagram(hostile);
                wire.server.channel().onDatagram(hostile);
            }
            wire.client.awaitKeys();
            wire.server.awaitKeys();
        }
    }

    @Test
    void aForgedClientHelloBeforeTheGenuineOneEndsOnlyAnAttempt() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        Wire.Held held = new Wire.Held(CLIENT, SERVER);
        for (int i = 0; i < 20; i++) {
            held.server().onDatagram(forged(3, random));
        }
        held.startClient();
        try (Wire wire = held.wire()) {
            wire.client.awaitKeys();
            wire.server.awaitKeys();
        }
    }

    /// What one side has made of the records, counted from here on.
    private static final class Tally {

        private final Association association;
        private final Association.Figures before;

        Tally(Wire.End end) {
            association = (Association) end.channel();
            before = association.figures();
        }

        void awaitLookedAt() {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (association.figures().waiting() > 0 && System.nanoTime() - deadline < 0) {
                Thread.yield();
            }
        }

        void assertLookedAt(long accepted, long refused) {
            Association.Figures now = association.figures();
            assertThat(now.dropped() - before.dropped())
                    .as("dropped by a full queue")
                    .isLessThan(DATAGRAMS / 1000);
            assertThat(now.taken() - before.taken())
                    .as("taken by the association")
                    .isGreaterThanOrEqualTo(accepted - (now.dropped() - before.dropped()))
                    .isGreaterThan(DATAGRAMS / 2);
            assertThat(now.refused() - before.refused())
                    .as("refused by the guard")
                    .isGreaterThanOrEqualTo(refused)
                    .isGreaterThan(DATAGRAMS / 4);
            // Forged alerts under the right epoch: the only kind that goes as far as the library.
            assertThat(now.fed() - before.fed()).as("fed to the library").isGreaterThan(DATAGRAMS / 20);
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static byte[] hostile(int i, SplittableRandom random, List<byte[]> recorded) {
        return switch (i % 9) {
            case 6 -> recorded.get(random.nextInt(recorded.size()));
            case 7 -> {
                byte[] flipped = recorded.get(random.nextInt(recorded.size())).clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 8 -> record(random.nextBoolean() ? 21 : 23, 1, random.nextLong(1L << 40), randomBytes(random, 40));
            default -> forged(i % 9, random);
        };
    }

    private static byte[] forged(int kind, SplittableRandom random) {
        return switch (kind) {
            // The record of 18 bytes that kills an association of the library (CVE-2026-75806).
            case 0 -> record(23, 1, random.nextLong(1L << 40), randomBytes(random, random.nextInt(24)));
            // One datagram of 205 bytes whose fragments declare 16 MiB each (CVE-2026-59646).
            case 1 -> fragmentBomb();
            // Plaintext alerts: fatal handshake_failure, close_notify.
            case 2 ->
                record(21, 0, random.nextLong(1L << 40), random.nextBoolean() ? new byte[] {2, 40} : new byte[] {1, 0});
            // A ClientHello of garbage.
            case 3 -> record(22, 0, random.nextLong(1L << 40), handshake(1, randomBytes(random, 60)));
            // Data and a change of cipher in plaintext.
            case 4 ->
                random.nextBoolean()
                        ? record(23, 0, random.nextLong(1L << 40), randomBytes(random, 50))
                        : record(20, 0, random.nextLong(1L << 40), new byte[] {1, 1});
            default -> randomBytes(random, random.nextInt(1500));
        };
    }

    static byte[] fragmentBomb() {
        ByteBuffer datagram = ByteBuffer.allocate(205);
        while (datagram.remaining() >= 25) {
            ByteBuffer fragment = ByteBuffer.allocate(12);
            fragment.put((byte) 11).put((byte) 0xFF).putShort((short) 0xFFFF);
            fragment.putShort((short) (datagram.position() / 25)).put(new byte[6]);
            datagram.put(record(22, 0, datagram.position(), fragment.array()));
        }
        return datagram.array();
    }

    private static byte[] handshake(int type, byte[] body) {
        return ByteBuffer.allocate(12 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) body.length)
                .putShort((short) 0)
                .put(new byte[3])
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    private static byte[] record(int type, int epoch, long sequence, byte[] fragment) {
        return ByteBuffer.allocate(13 + fragment.length)
                .put((byte) type)
                .putShort((short) 0xFEFD)
                .putLong((long) epoch << 48 | sequence)
                .putShort((short) fragment.length)
                .put(fragment)
                .array();
    }

    private static byte[] randomBytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
