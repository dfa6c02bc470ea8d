package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFeedbackTest {

    private static final Ssrc A = new Ssrc(0xA0A0A0A0);
    private static final Ssrc B = new Ssrc(0x0B0B0B0B);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static List<RtcpPacket> again(RtcpPacket packet) {
        return Objects.requireNonNull(RtcpPacket.parseCompound(RtcpPacket.writeCompound(List.of(packet))));
    }

    /// By the layout of the draft's section 3.1: base 0xFFFE, 4 packets, reference time 3 (192 ms), 9th feedback; a
    /// two-bit vector of small, not received, large, small; deltas 10, -2 and 255 ticks.
    @Test
    void theDraftsLayoutIsReadAndWritten() {
        byte[] bytes = hex(
                "8FCD0006 A0A0A0A0 0B0B0B0B FFFE0004 00000309 D240 0A FFFE FF 0000 00000000".replace(" 00000000", ""));
        bytes = Arrays.copyOf(bytes, 28);
        assertThat(RtcpPacket.parseCompound(bytes))
                .containsExactly(
                        new TransportFeedback(A, B, 0xFFFE, 9, Arrays.asList(768L + 10, null, 768L + 8, 768L + 263)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 32_767, 65_534, 65_535})
    void whatIsWrittenIsReadAgain(int first) {
        SplittableRandom random = new SplittableRandom(first);
        for (int round = 0; round < 500; round++) {
            List<@Nullable Long> arrivals = new ArrayList<>();
            long at = random.nextLong(1L << 30);
            double loss = random.nextDouble();
            int packets = random.nextInt(1, 120);
            for (int i = 0; i < packets; i++) {
                at = Math.max(at, at + random.nextInt(-30, 400));
                arrivals.add(random.nextDouble() < loss ? null : (Long) at);
            }
            TransportFeedback feedback = new TransportFeedback(A, B, first, round & 0xFF, arrivals);
            assertThat(again(feedback)).containsExactly(feedback);
        }
    }

    @Test
    void longRunsTakeOneChunk() {
        List<@Nullable Long> none = Collections.nCopies(TransportFeedback.PACKETS_MAX, null);
        TransportFeedback feedback = new TransportFeedback(A, B, 7, 0, none);
        assertThat(RtcpPacket.writeCompound(List.of(feedback))).hasSize(24);
        assertThat(again(feedback)).containsExactly(feedback);
    }

    /// Two bytes may not stand for more than was asked of us to remember.
    @Test
    void moreThanOneRunCanTellIsRefused() {
        assertThat(RtcpPacket.parseCompound(hex("8FCD0005 A0A0A0A0 0B0B0B0B 0000FFFF 00000300 1FFF1FFF")))
                .isNull();
    }

    @Test
    void reservedSymbolsEmptyRunsAndMissingDeltasAreRefused() {
        assertThat(RtcpPacket.parseCompound(hex("8FCD0005 A0A0A0A0 0B0B0B0B 00000001 00000300 60010000")))
                .isNull();
        assertThat(RtcpPacket.parseCompound(hex("8FCD0005 A0A0A0A0 0B0B0B0B 00000001 00000300 00000000")))
                .isNull();
        assertThat(RtcpPacket.parseCompound(hex("8FCD0005 A0A0A0A0 0B0B0B0B 00000003 00000300 20030000")))
                .isNull();
        assertThat(RtcpPacket.parseCompound(hex("8FCD0003 A0A0A0A0 0B0B0B0B 00000003")))
                .isNull();
    }

    @Test
    void arrivalsTooFarApartAreRefused() {
        TransportFeedback feedback = new TransportFeedback(A, B, 0, 0, List.of(0L, 40_000L));
        assertThatThrownBy(() -> RtcpPacket.writeCompound(List.of(feedback)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
