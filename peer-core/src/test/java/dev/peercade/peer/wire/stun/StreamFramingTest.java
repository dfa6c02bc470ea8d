package dev.peercade.peer.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages of a TURN server out of a stream.
@NullUnmarked
class StreamFramingTest {

    private static final byte[] STUN = new StunWriter(
                    StunMessage.Kind.SUCCESS, StunMessage.REFRESH, new TransactionId(1, 2))
            .fingerprint()
            .toBytes();

    private static byte[] data(int bytes) {
        byte[] load = new byte[bytes];
        Arrays.fill(load, (byte) 7);
        return new ChannelData(ChannelData.FIRST, load).toBytes(true);
    }

    private static byte[] stream(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 1000, 100_000})
    void messagesComeOutWholeWhereverTheStreamIsCut(int cut) {
        byte[] all = stream(STUN, data(1), data(1201), STUN, data(0));
        StreamFraming framing = new StreamFraming();
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < all.length; at += cut) {
            messages.addAll(framing.feed(Arrays.copyOfRange(all, at, Math.min(all.length, at + cut))));
        }
        assertThat(messages).hasSize(5);
        assertThat(messages.get(0)).isEqualTo(STUN);
        assertThat(ChannelData.parse(messages.get(2)).load()).hasSize(1201);
        assertThat(messages.get(3)).isEqualTo(STUN);
    }

    /// Anyone whose address has a permission can make a relay send such a one.
    @Test
    void aMessageThatNobodyOfOursSendsIsLeftOutAndEndsNothing() {
        StreamFraming framing = new StreamFraming();
        List<byte[]> messages = new ArrayList<>();
        byte[] all = stream(data(60_000), STUN);
        for (int at = 0; at < all.length; at += 1400) {
            messages.addAll(framing.feed(Arrays.copyOfRange(all, at, Math.min(all.length, at + 1400))));
        }
        assertThat(messages).containsExactly(STUN);
    }

    @Test
    void whatIsNoTurnIsSaid() {
        assertThat(new StreamFraming().feed(new byte[] {'H' | (byte) 0x80, 'T', 'T', 'P'}))
                .isNull();
    }
}
