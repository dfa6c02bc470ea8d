package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.peercade.peer.wire.RtcpPacket.Bye;
import dev.peercade.peer.wire.RtcpPacket.FullIntraRequest;
import dev.peercade.peer.wire.RtcpPacket.PictureLossIndication;
import dev.peercade.peer.wire.RtcpPacket.ReceiverReport;
import dev.peercade.peer.wire.RtcpPacket.ReportBlock;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.RtcpPacket.SourceDescription;
import dev.peercade.peer.wire.RtcpPacket.Unknown;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtcpPacketTest {

    private static final Ssrc A = new Ssrc(0xA0A0A0A0);
    private static final Ssrc B = new Ssrc(0x0B0B0B0B);
    private static final ReportBlock BLOCK =
            new ReportBlock(B, 255, -5, 0xFFFF_FFFFL, 0x8000_0000L, 0x1234_5678L, 65_536);
    private static final List<RtcpPacket> ALL = List.of(
            new SenderReport(A, 0xE000_0000_8000_0000L, 0xFFFF_FFFFL, 7, 8, List.of(BLOCK)),
            new ReceiverReport(A, List.of(BLOCK, BLOCK)),
            new SourceDescription(A, "zebra"),
            new PictureLossIndication(A, B),
            new RtcpPacket.GenericNack(A, B, List.of(65_530, 65_531, 2, 10, 11, 4000, 3000)),
            new FullIntraRequest(A, List.of(B)),
            new Bye(List.of(A, B)));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        byte[] compound = RtcpPacket.writeCompound(ALL);
        assertThat(compound.length % 4).isZero();
        assertThat(RtcpPacket.parseCompound(compound)).isEqualTo(ALL);
    }

    @Test
    void canonicalNamesOfEveryLengthFillUpToWholeWords() {
        for (int length = 0; length <= 255; length++) {
            List<RtcpPacket> description = List.of(new SourceDescription(A, "x".repeat(length)), new Bye(List.of(A)));
            assertThat(RtcpPacket.parseCompound(RtcpPacket.writeCompound(description)))
                    .isEqualTo(description);
        }
    }

    /// A PLI by itself, as Chromium sends it where reduced size is agreed upon.
    @Test
    void aPacketOfReducedSizeIsRead() {
        assertThat(RtcpPacket.parseCompound(hex("81CE0002 A0A0A0A0 0B0B0B0B")))
                .containsExactly(new PictureLossIndication(A, B));
    }

    @Test
    void unknownTypesAndFormatsAreSteppedOver() {
        assertThat(RtcpPacket.parseCompound(hex("80CF0001 A0A0A0A0 8FCE0003 A0A0A0A0 0B0B0B0B 52454D42 80CB0000")))
                .containsExactly(new Unknown(207), new Unknown(206), new Bye(List.of()));
    }

    @Test
    void lengthsThatLieAreRefused() {
        assertThat(RtcpPacket.parseCompound(hex(""))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("80C90001"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("81C90001 A0A0A0A0"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("80C8FFFF A0A0A0A0"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("81CA0001 A0A0A0A0"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("81CA0002 A0A0A0A0 01FF4141"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("9FCB0001 A0A0A0A0"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("A0C90001 A0A0A0A0"))).isNull();
        assertThat(RtcpPacket.parseCompound(hex("40C90001 A0A0A0A0"))).isNull();
    }

    @Test
    void paddingOfTheLastPacketIsTakenOff() {
        assertThat(RtcpPacket.parseCompound(hex("A0C90002 A0A0A0A0 00000004")))
                .containsExactly(new ReceiverReport(A, List.of()));
    }

    @Test
    void noLengthNoTruncationAndNoFlippedBitThrows() {
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 0; length <= 1500; length++) {
            for (int type = 200; type <= 207; type++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                if (length >= 4) {
                    bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
                    bytes[1] = (byte) type;
                    int words = random.nextBoolean() ? length / 4 - 1 : random.nextInt(length / 4 + 1);
                    bytes[2] = (byte) (words >> 8);
                    bytes[3] = (byte) words;
                }
                assertThatCode(() -> RtcpPacket.parseCompound(bytes)).doesNotThrowAnyException();
            }
        }
        byte[] valid = RtcpPacket.writeCompound(ALL);
        for (int length = 0; length < valid.length; length++) {
            byte[] cut = Arrays.copyOf(valid, length);
            assertThatCode(() -> RtcpPacket.parseCompound(cut)).doesNotThrowAnyException();
        }
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatCode(() -> RtcpPacket.parseCompound(flipped)).doesNotThrowAnyException();
        }
    }
}
