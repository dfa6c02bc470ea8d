package dev.peercade.peer.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.secure.DatagramGuard.DtlsRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DatagramGuardTest {

    private final DatagramGuard guard = new DatagramGuard();

    static byte[] record(int type, int version, int epoch, byte[] fragment) {
        return ByteBuffer.allocate(13 + fragment.length)
                .put((byte) type)
                .putShort((short) version)
                .putLong((long) epoch << 48)
                .putShort((short) fragment.length)
                .put(fragment)
                .array();
    }

    static byte[] handshake(int declared, int offset, int length) {
        return ByteBuffer.allocate(12 + length)
                .put((byte) 11)
                .put((byte) (declared >> 16))
                .putShort((short) declared)
                .putShort((short) 0)
                .put((byte) (offset >> 16))
                .putShort((short) offset)
                .put((byte) 0)
                .putShort((short) length)
                .array();
    }

    @Test
    void handshakeFragmentsPassUpToSixteenKibibytesDeclared() {
        assertThat(guard.filter(record(22, 0xFEFD, 0, handshake(16_384, 0, 100))))
                .hasSize(1);
        assertThat(guard.filter(record(22, 0xFEFD, 0, handshake(16_385, 0, 100))))
                .isEmpty();
        assertThat(guard.filter(record(22, 0xFEFD, 0, handshake(0xFFFFFF, 0, 0))))
                .isEmpty();
        assertThat(guard.refused()).isEqualTo(2);
        assertThat(guard.accepted()).isEqualTo(1);
    }

    @Test
    void aFragmentThatReachesBeyondItsMessageIsRefused() {
        assertThat(guard.filter(record(22, 0xFEFD, 0, handshake(100, 50, 51)))).isEmpty();
    }

    @Test
    void theSecondMessageOfARecordIsLookedAtToo() {
        byte[] both = ByteBuffer.allocate(12 + 10 + 12)
                .put(handshake(10, 0, 10))
                .put(handshake(0xFFFFFF, 0, 0))
                .array();
        assertThat(guard.filter(record(22, 0xFEFD, 0, both))).isEmpty();
    }

    @Test
    void protectedRecordsBelowTwentyFourBytesAreRefused() {
        for (int type = 20; type <= 23; type++) {
            assertThat(guard.filter(record(type, 0xFEFD, 1, new byte[23]))).isEmpty();
            assertThat(guard.filter(record(type, 0xFEFD, 1, new byte[24]))).hasSize(1);
        }
    }

    @Test
    void eachRecordOfADatagramIsJudgedByItself() {
        byte[] datagram = ByteBuffer.allocate(37 + 15 + 14)
                .put(record(22, 0xFEFD, 1, new byte[24]))
                .put(record(21, 0xFEFD, 1, new byte[2]))
                .put(record(20, 0xFEFD, 0, new byte[] {1}))
                .array();
        assertThat(guard.filter(datagram))
                .extracting(DtlsRecord::kind)
                .containsExactly(DtlsRecord.Kind.HANDSHAKE, DtlsRecord.Kind.CHANGE_CIPHER_SPEC);
    }

    @Test
    void otherVersionsTypesAndPlaintextDataAreRefused() {
        assertThat(guard.filter(record(22, 0x0303, 0, handshake(10, 0, 10)))).isEmpty();
        assertThat(guard.filter(record(22, 0xFEFC, 0, handshake(10, 0, 10)))).isEmpty();
        assertThat(guard.filter(record(25, 0xFEFD, 1, new byte[40]))).isEmpty();
        assertThat(guard.filter(record(24, 0xFEFD, 0, new byte[40]))).isEmpty();
        assertThat(guard.filter(record(23, 0xFEFD, 0, new byte[40]))).isEmpty();
        assertThat(guard.filter(record(22, 0xFEFF, 0, handshake(10, 0, 10)))).hasSize(1);
    }

    @Test
    void noLengthNoTruncationAndNoFlippedBitThrows() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length <= 1500; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            guard.filter(bytes);
            if (length > 2) {
                bytes[0] = (byte) (20 + length % 4);
                bytes[1] = (byte) 0xFE;
                bytes[2] = (byte) 0xFD;
                guard.filter(bytes);
            }
        }
        byte[] valid = record(22, 0xFEFD, 0, handshake(200, 0, 200));
        for (int length = 0; length < valid.length; length++) {
            assertThat(guard.filter(Arrays.copyOf(valid, length))).isEmpty();
        }
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            guard.filter(flipped);
        }
    }
}
