package dev.peercade.mediator.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
                loopback,
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

    private byte[] receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        client.receive(packet);
        return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
