package dev.peercade.mediator.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StunResponderTest {

    private static final byte[] REQUEST = ByteBuffer.allocate(20)
            .putShort((short) 1)
            .putShort((short) 0)
            .putInt(0x2112A442)
            .putLong(42)
            .putInt(7)
            .array();

    private StunResponder responder;
    private DatagramSocket client;

    @BeforeEach
    void start() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        responder = StunResponder.start(
                List.of(loopback),
                0,
                new SourceLimit(new SourceLimit.Rate(10, 1), new SourceLimit.Rate(100, 100), 16, System.nanoTime()));
        client = new DatagramSocket(0, loopback);
        client.connect(loopback, responder.port());
        client.setSoTimeout(5_000);
    }

    @AfterEach
    void stop() {
        client.close();
        responder.close();
    }

    @Test
    void aClientLearnsItsOwnPort() throws Exception {
        client.send(new DatagramPacket(REQUEST, REQUEST.length));
        byte[] answer = receive();

        assertThat(answer).hasSize(32);
        assertThat((ByteBuffer.wrap(answer).getShort(26) ^ 0x2112) & 0xffff).isEqualTo(client.getLocalPort());
    }

    @Test
    void garbageIsCountedAndGetsNoReply() throws Exception {
        for (int length : new int[] {1, 19, 20, 32, 1_472, 20_000}) {
            client.send(new DatagramPacket(new byte[length], length));
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> responder.ignored() == 6);
        client.send(new DatagramPacket(REQUEST, REQUEST.length));

        assertThat(receive()).as("the first reply is that to the request").hasSize(32);
        assertThat(responder.answered()).isEqualTo(1);
    }

    @Test
    void aSourceThatAsksTooOftenGetsItsShareOnly() throws Exception {
        for (int i = 0; i < 100; i++) {
            client.send(new DatagramPacket(REQUEST, REQUEST.length));
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> responder.answered() + responder.limited() == 100);

        assertThat(responder.answered()).isBetween(10L, 12L);
        client.setSoTimeout(50);
        int received = 0;
        try {
            while (receive().length > 0) {
                received++;
            }
        } catch (SocketTimeoutException e) {
            assertThat(received).isEqualTo((int) responder.answered());
        }
    }

    /// Promise B4, each datagram by itself: what goes out for it beside what came in.
    @ParameterizedTest
    @CsvSource({
        "plain, 20, 32",
        "padded, 120, 32",
        "unknown-attribute, 28, 36",
        "change-address-where-there-is-one, 28, 36",
        "malformed-change, 28, 0",
        "wrong-cookie, 20, 0",
        "wrong-length, 20, 0",
        "response, 20, 0",
        "indication, 20, 0",
        "short, 19, 0",
        "attribute-beyond-the-end, 28, 0",
        "wrong-fingerprint, 28, 0",
        "not-a-multiple-of-four, 21, 0",
        "channel-data, 20, 0",
        "dtls, 20, 0",
        "rtp, 20, 0"
    })
    void aDatagramIsAnsweredByLittleMoreThanItHasAndAMalformedOneByNothing(String kind, int in, int out)
            throws Exception {
        byte[] datagram = datagram(kind);
        assertThat(datagram).hasSize(in);

        client.send(new DatagramPacket(datagram, datagram.length));
        await().atMost(Duration.ofSeconds(5)).until(() -> responder.answered() + responder.ignored() == 1);

        assertThat(responder.bytesIn()).isEqualTo(in);
        assertThat(responder.bytesOut()).isEqualTo(out).isLessThanOrEqualTo(120);
        assertThat(out).isLessThanOrEqualTo(in + 12);
        // The next answer on this socket is that to the next request, so the datagram had none or this one.
        if (out > 0) {
            assertThat(receive()).hasSize(out);
        }
        client.send(new DatagramPacket(REQUEST, REQUEST.length));
        assertThat(receive()).hasSize(32);
        assertThat(responder.bytesOut()).isEqualTo(out + 32L);
    }

    private static byte[] datagram(String kind) {
        ByteBuffer bytes = ByteBuffer.allocate(
                switch (kind) {
                    case "padded" -> 120;
                    case "unknown-attribute", "attribute-beyond-the-end", "wrong-fingerprint" -> 28;
                    case "change-address-where-there-is-one", "malformed-change" -> 28;
                    case "short" -> 19;
                    case "not-a-multiple-of-four" -> 21;
                    default -> 20;
                });
        bytes.put(0, REQUEST, 0, Math.min(REQUEST.length, bytes.capacity()));
        bytes.putShort(2, (short) (bytes.capacity() - 20));
        ByteBuffer changed = switch (kind) {
            case "padded" -> bytes.putShort(20, (short) 0x0026).putShort(22, (short) 96);
            case "unknown-attribute" -> bytes.putShort(20, (short) 0x0077).putShort(22, (short) 4);
            case "change-address-where-there-is-one" ->
                bytes.putShort(20, (short) 3).putShort(22, (short) 4).putInt(24, 4);
            case "malformed-change" -> bytes.putShort(20, (short) 3).putShort(22, (short) 3);
            case "attribute-beyond-the-end" ->
                bytes.putShort(20, (short) 0x0026).putShort(22, (short) 400);
            case "wrong-fingerprint" -> bytes.putShort(20, (short) 0x8028).putShort(22, (short) 4);
            case "wrong-cookie" -> bytes.putInt(4, 0x2112A443);
            case "wrong-length" -> bytes.putShort(2, (short) 4);
            case "response" -> bytes.putShort(0, (short) 0x0101);
            case "indication" -> bytes.putShort(0, (short) 0x0011);
            case "channel-data" -> bytes.putShort(0, (short) 0x4001);
            case "dtls" -> bytes.put(0, (byte) 22);
            case "rtp" -> bytes.put(0, (byte) 0x80);
            default -> bytes;
        };
        return changed.array();
    }

    private byte[] receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        client.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
