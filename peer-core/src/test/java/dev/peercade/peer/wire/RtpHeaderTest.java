package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.peercade.peer.wire.RtpHeader.Extension;
import dev.peercade.peer.wire.RtpHeader.Packet;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {

    private static final byte[] PAYLOAD = {1, 2, 3, 4, 5};

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static Packet parsed(byte[] bytes) {
        Packet packet = RtpHeader.parse(bytes);
        assertThat(packet).isNotNull();
        return packet;
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        RtpHeader header = new RtpHeader(
                true,
                127,
                65535,
                0xFFFFFFFFL,
                new Ssrc(-1),
                List.of(new Ssrc(7), new Ssrc(8)),
                List.of(new Extension(3, new byte[] {1, 2}), new Extension(14, new byte[16])));
        Packet packet = parsed(header.write(PAYLOAD));
        assertThat(packet.payload()).isEqualTo(PAYLOAD);
        assertThat(packet.header()).usingRecursiveComparison().isEqualTo(header);
    }

    @Test
    void extensionsThatDoNotFitTheOneByteFormGoInTheTwoByteForm() {
        List<Extension> extensions = List.of(new Extension(15, new byte[0]), new Extension(200, new byte[40]));
        byte[] bytes = new RtpHeader(false, 96, 1, 2, new Ssrc(3), List.of(), extensions).write(PAYLOAD);
        assertThat(bytes[12]).isEqualTo((byte) 0x10);
        assertThat(parsed(bytes).header().extensions())
                .usingRecursiveComparison()
                .isEqualTo(extensions);
    }

    /// The example of RFC 8285, section 4.2, in bytes.
    @Test
    void theOneByteFormOfTheRfcIsRead() {
        byte[] bytes = hex("90600001 00000002 00000003 BEDE0003 10AA 21BBCC 0000 33DDEEFF11 01020304"
                .replace("10AA 21BBCC 0000 33DDEEFF11", "10AA21BB CC000033 DDEEFF11"));
        Packet packet = parsed(bytes);
        assertThat(packet.header().extensions()).extracting(Extension::id).containsExactly(1, 2, 3);
        assertThat(packet.header().extensions())
                .extracting(extension -> extension.data().length)
                .containsExactly(1, 2, 4);
        assertThat(packet.payload()).hasSize(4);
    }

    @Test
    void extensionsOfAnotherProfileAreSteppedOver() {
        Packet packet = parsed(hex("90600001 00000002 00000003 12340001 AABBCCDD 0102"));
        assertThat(packet.header().extensions()).isEmpty();
        assertThat(packet.payload()).isEqualTo(hex("0102"));
    }

    @Test
    void paddingIsTakenOff() {
        assertThat(parsed(hex("A0600001 00000002 00000003 0102 000003")).payload())
                .isEqualTo(hex("0102"));
        assertThat(parsed(hex("A0600001 00000002 00000003 00000003".replace("00000003 00000003", "00000003 000003")))
                        .payload())
                .isEmpty();
    }

    /// CVE-2025-49140: the padding bit with a length of 0, or one that reaches before the payload, or nothing at
    /// all.
    @Test
    void impossiblePaddingIsRefused() {
        assertThat(RtpHeader.parse(hex("A0600001 00000002 00000003 01020300"))).isNull();
        assertThat(RtpHeader.parse(hex("A0600001 00000002 00000003 01020305"))).isNull();
        assertThat(RtpHeader.parse(hex("A0600001 00000002 00000003 010203FF"))).isNull();
        assertThat(RtpHeader.parse(hex("A0600001 00000002 00000003"))).isNull();
        // An extension header in front leaves no payload to pad.
        assertThat(RtpHeader.parse(hex("B0600001 00000002 00000003 BEDE0001 10AA0004")))
                .isNull();
    }

    @Test
    void noLengthNoTruncationAndNoFlippedBitThrows() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length <= 1500; length++) {
            for (int round = 0; round < 4; round++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                if (length > 0) {
                    bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
                }
                assertThatCode(() -> RtpHeader.parse(bytes)).doesNotThrowAnyException();
            }
        }
        byte[] valid = new RtpHeader(
                        true,
                        96,
                        1,
                        1,
                        new Ssrc(1),
                        List.of(new Ssrc(2)),
                        List.of(new Extension(1, new byte[3]), new Extension(2, new byte[8])))
                .write(PAYLOAD);
        for (int length = 0; length < valid.length; length++) {
            byte[] cut = Arrays.copyOf(valid, length);
            assertThatCode(() -> RtpHeader.parse(cut)).doesNotThrowAnyException();
        }
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatCode(() -> RtpHeader.parse(flipped)).doesNotThrowAnyException();
        }
    }
}
