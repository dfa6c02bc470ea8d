package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.wire.Demultiplexer.Kind;
import org.junit.jupiter.api.Test;

class DemultiplexerTest {

    @Test
    void everyFirstByteGoesWhereRfc7983Says() {
        for (int first = 0; first < 256; first++) {
            Kind expected = first <= 3
                    ? Kind.STUN
                    : first >= 20 && first <= 63
                            ? Kind.DTLS
                            : first >= 64 && first <= 79
                                    ? Kind.TURN_CHANNEL
                                    : first >= 128 && first <= 191 ? Kind.RTP : Kind.UNKNOWN;
            assertThat(Demultiplexer.classify(new byte[] {(byte) first, 96, 0, 0}))
                    .as("first byte %s", first)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everySecondByteTellsRtpFromRtcpAsRfc5761Says() {
        for (int second = 0; second < 256; second++) {
            assertThat(Demultiplexer.classify(new byte[] {(byte) 0x80, (byte) second}))
                    .as("second byte %s", second)
                    .isEqualTo(second >= 192 && second <= 223 ? Kind.RTCP : Kind.RTP);
        }
    }

    @Test
    void whatIsTooShortIsUnknown() {
        assertThat(Demultiplexer.classify(new byte[0])).isEqualTo(Kind.UNKNOWN);
        assertThat(Demultiplexer.classify(new byte[] {(byte) 0x80})).isEqualTo(Kind.UNKNOWN);
    }
}
