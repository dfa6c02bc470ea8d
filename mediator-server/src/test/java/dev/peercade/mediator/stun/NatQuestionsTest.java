package dev.peercade.mediator.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the responder does for peers that ask about their NATs (RFC 5780).
class NatQuestionsTest {

    private static final int NOTHING = 0;
    private static final int PORT = 2;
    private static final int ADDRESS = 4;

    private final InetAddress first = InetAddress.ofLiteral("127.0.0.1");
    private final InetAddress second = InetAddress.ofLiteral("127.0.0.2");
    private DatagramSocket client;

    @BeforeEach
    void open() throws Exception {
        client = new DatagramSocket(0, first);
        client.setSoTimeout(5_000);
    }

    @AfterEach
    void close() {
        client.close();
    }

    /// @param from the answer's address
    /// @param portAfter the answer's port, counted from the first one
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 0, 0, 127.0.0.1, 0",
        "127.0.0.1, 0, 2, 127.0.0.1, 1",
        "127.0.0.1, 0, 4, 127.0.0.2, 0",
        "127.0.0.1, 0, 6, 127.0.0.2, 1",
        "127.0.0.2, 1, 0, 127.0.0.2, 1",
        "127.0.0.2, 1, 2, 127.0.0.2, 0",
        "127.0.0.2, 1, 4, 127.0.0.1, 1",
        "127.0.0.2, 1, 6, 127.0.0.1, 0",
    })
    void anAnswerComesFromTheEndThatWasAskedFor(String asked, int port, int change, String from, int portAfter)
            throws Exception {
        try (StunResponder responder = StunResponder.start(List.of(first, second), 0)) {
            int base = responder.port();
            ask(new InetSocketAddress(asked, base + port), change);
            DatagramPacket answer = receive();

            InetSocketAddress origin = new InetSocketAddress(from, base + portAfter);
            assertThat(answer.getSocketAddress()).isEqualTo(origin);
            assertThat(address(answer, 0x802B)).as("RESPONSE-ORIGIN").isEqualTo(origin);
            assertThat(address(answer, 0x802C))
                    .as("OTHER-ADDRESS differs from the asked end in both")
                    .isEqualTo(new InetSocketAddress(
                            asked.equals("127.0.0.1") ? "127.0.0.2" : "127.0.0.1", base + 1 - port));
        }
    }

    /// The change of a request that is refused is not made either.
    @ParameterizedTest
    @ValueSource(ints = {NOTHING, PORT, ADDRESS, PORT | ADDRESS})
    void anAttributeThatNobodyKnowsIsRefusedWhereItWasAsked(int change) throws Exception {
        try (StunResponder responder = StunResponder.start(List.of(first, second), 0)) {
            InetSocketAddress asked = new InetSocketAddress(first, responder.port());
            byte[] request = ByteBuffer.allocate(36)
                    .putShort((short) 1)
                    .putShort((short) 16)
                    .putInt(0x2112A442)
                    .putLong(42)
                    .putInt(7)
                    .putShort((short) 3)
                    .putShort((short) 4)
                    .putInt(change)
                    .putShort((short) 0x0077)
                    .putShort((short) 4)
                    .putInt(0)
                    .array();
            client.send(new DatagramPacket(request, request.length, asked));
            DatagramPacket answer = receive();

            assertThat(ByteBuffer.wrap(answer.getData()).getShort(0)).isEqualTo((short) 0x0111);
            assertThat(answer.getSocketAddress()).isEqualTo(asked);
        }
    }

    @Test
    void withTwoAddressesEveryAnswerTellsThemAndWithOneThoseToAChangeRequestDo() throws Exception {
        try (StunResponder two = StunResponder.start(List.of(first, second), 0);
                StunResponder one = StunResponder.start(first, 0)) {
            ask(new InetSocketAddress(first, two.port()), -1);
            assertThat(address(receive(), 0x802C)).isEqualTo(new InetSocketAddress(second, two.port() + 1));

            InetSocketAddress single = new InetSocketAddress(first, one.port());
            ask(single, -1);
            assertThat(receive().getLength()).as("nothing on top").isEqualTo(32);
            ask(single, NOTHING);
            assertThat(address(receive(), 0x802C)).isEqualTo(new InetSocketAddress(first, one.port() + 1));
            ask(single, PORT);
            assertThat(receive().getPort()).isEqualTo(one.port() + 1);
            ask(single, ADDRESS);
            assertThat(ByteBuffer.wrap(receive().getData()).getShort(0)).isEqualTo((short) 0x0111);
        }
    }

    @Test
    void aTakenNextPortLeavesTheFirstOneAtWork() throws Exception {
        try (StunResponder other = StunResponder.start(first, 0)) {
            // Its next port is the one after this one.
            int port = other.port() + 1;
            other.close();
            try (DatagramSocket _ = new DatagramSocket(port + 1, first);
                    StunResponder responder = StunResponder.start(first, port)) {
                assertThat(responder.hasNextPort()).isFalse();
                ask(new InetSocketAddress(first, port), -1);
                assertThat(receive().getLength()).isEqualTo(32);
                ask(new InetSocketAddress(first, port), PORT);
                assertThat(ByteBuffer.wrap(receive().getData()).getShort(0)).isEqualTo((short) 0x0111);
            }
        } catch (SocketException e) {
            // Somebody else has taken the port meanwhile; the next run has another one.
            assertThat(e).hasMessageContaining("in use");
        }
    }

    /// All ends together give a source its share, not each of them.
    @Test
    void theLimitOfASourceCountsOverAllEnds() throws Exception {
        SourceLimit limit = new SourceLimit(new SourceLimit.Rate(10, 1), new SourceLimit.Rate(100, 100), 16, 0);
        try (StunResponder responder = StunResponder.start(List.of(first, second), 0, limit)) {
            for (int i = 0; i < 40; i++) {
                ask(new InetSocketAddress(i % 2 == 0 ? first : second, responder.port() + i / 2 % 2), i % 4 * 2);
            }
            await().until(() -> responder.answered() + responder.limited() == 40);
            assertThat(responder.answered()).isBetween(10L, 12L);
        }
    }

    /// @param change -1 for no CHANGE-REQUEST
    private void ask(InetSocketAddress to, int change) throws Exception {
        ByteBuffer request = ByteBuffer.allocate(change < 0 ? 20 : 28)
                .putShort((short) 1)
                .putShort((short) (change < 0 ? 0 : 8))
                .putInt(0x2112A442)
                .putLong(42)
                .putInt(7);
        if (change >= 0) {
            request.putShort((short) 3).putShort((short) 4).putInt(change);
        }
        client.send(new DatagramPacket(request.array(), request.capacity(), to));
    }

    private DatagramPacket receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        client.receive(packet);
        return packet;
    }

    private static @Nullable InetSocketAddress address(DatagramPacket answer, int attribute) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(answer.getData(), answer.getLength()));
        for (int at = 20; at < bytes.capacity(); at += 4 + bytes.getShort(at + 2)) {
            if ((bytes.getShort(at) & 0xffff) == attribute) {
                byte[] ip = Arrays.copyOfRange(bytes.array(), at + 8, at + 12);
                return new InetSocketAddress(InetAddress.getByAddress(ip), bytes.getShort(at + 6) & 0xffff);
            }
        }
        return null;
    }
}
