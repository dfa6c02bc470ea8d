package dev.peercade.mediator.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingAnswerTest {

    private static final String HEADER = "00010000 2112a442 b7e7a701 bc34d686 fa87dfae";

    /// The addresses and the transaction id of RFC 5769, 2.2 and 2.3, whose XOR-MAPPED-ADDRESS values stand there.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 0020 0008 0001 a147 e112a643",
        "2001:db8:1234:5678:11:2233:4455:6677, 0020 0014 0002 a147 0113a9faa5d3f179bc25f4b5bed2b9d9"
    })
    void theAddressIsXoredAsInTheVectorsOfRfc5769(String address, String attribute) {
        byte[] wanted = hex(attribute);
        byte[] answer = answer(hex(HEADER), address, 32853);

        assertThat(answer).hasSize(20 + wanted.length);
        assertThat(HexFormat.of().formatHex(answer))
                .startsWith("0101%04x".formatted(wanted.length) + "2112a442b7e7a701bc34d686fa87dfae")
                .endsWith(HexFormat.of().formatHex(wanted));
    }

    /// RFC 5769, 2.1: a request with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, integrity and fingerprint.
    /// ICE-CONTROLLED may be left alone (0x8029), and the answer carries a fingerprint as the request does.
    @Test
    void theSampleRequestOfRfc5769IsAnsweredWithAFingerprint() {
        byte[] request = hex(SAMPLE_REQUEST);
        byte[] answer = answer(request, "192.0.2.1", 32853);

        assertThat(answer).hasSize(20 + 12 + 8);
        assertThat(answer(withFlippedBit(request, 400), "192.0.2.1", 32853)).isEmpty();
    }

    @Test
    void anUnknownAttributeThatMustBeUnderstoodIsNamedInA420() {
        byte[] answer = answer(hex("00010008 2112a442 b7e7a701 bc34d686 fa87dfae 0077 0004 00000000"), "192.0.2.1", 9);

        assertThat(HexFormat.of().formatHex(answer))
                .isEqualTo("01110010" + "2112a442b7e7a701bc34d686fa87dfae" + "0009000400000414" + "000a000200770000");
    }

    @Test
    void everyLengthTypeAndTruncationThatIsNoBindingRequestGetsNothing() {
        byte[] sample = hex(SAMPLE_REQUEST);
        for (int length = 0; length < sample.length; length++) {
            assertThat(answer(java.util.Arrays.copyOf(sample, length), "192.0.2.1", 9))
                    .isEmpty();
        }
        for (int type = 0; type <= 0xffff; type++) {
            byte[] other = hex(HEADER);
            other[0] = (byte) (type >> 8);
            other[1] = (byte) type;
            assertThat(answer(other, "192.0.2.1", 9).length > 0).isEqualTo(type == 1);
        }
    }

    @Test
    void noBitFlipAndNoGarbageThrowsOrGrows() {
        byte[] sample = hex(SAMPLE_REQUEST);
        for (int bit = 0; bit < sample.length * 8; bit++) {
            assertThat(answer(withFlippedBit(sample, bit), "2001:db8::1", 65535))
                    .hasSizeLessThanOrEqualTo(52);
        }
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] garbage = new byte[random.nextInt(80)];
            random.nextBytes(garbage);
            if (garbage.length >= 20 && random.nextBoolean()) {
                System.arraycopy(hex("0001"), 0, garbage, 0, 2);
                garbage[2] = 0;
                garbage[3] = (byte) (garbage.length - 20);
                System.arraycopy(hex("2112a442"), 0, garbage, 4, 4);
            }
            assertThat(answer(garbage, "192.0.2.1", 9).length).isLessThanOrEqualTo(52);
            if (i % 3 == 0 && garbage.length >= 28) {
                System.arraycopy(hex("00030004"), 0, garbage, 20, 4);
                assertThat(answer(garbage, "192.0.2.1", 9).length).isLessThanOrEqualTo(52);
            }
        }
    }

    /// What a victim whose address was forged gets: at most 12 bytes (24 over IPv6) more than was sent in its
    /// name.
    @Test
    void anAnswerIsLittleLongerThanTheRequest() {
        for (int padding = 0; padding <= 64; padding += 4) {
            byte[] request = padding == 0 ? hex(HEADER) : padded(padding);
            assertThat(answer(request, "192.0.2.1", 9).length).isLessThanOrEqualTo(request.length + 12);
            assertThat(answer(request, "2001:db8::1", 9).length).isLessThanOrEqualTo(request.length + 24);
        }
    }

    /// RFC 5780, sections 7.3 and 7.4: in the form of MAPPED-ADDRESS, which is not XORed.
    @Test
    void whereAnAnswerComesFromAndWhereElseTheServerIsStandInTheClear() throws Exception {
        var origin = new BindingAnswer.Origin(
                new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 3478),
                new InetSocketAddress(InetAddress.getByName("192.0.2.8"), 3479));

        byte[] answer = answer(hex(HEADER), "192.0.2.1", 9, origin);

        assertThat(HexFormat.of().formatHex(answer, 32, answer.length))
                .isEqualTo("802b000800010d96c0000207" + "802c000800010d97c0000208");
    }

    @Test
    void theLongestAnswerKeepsTheLimit() throws Exception {
        InetSocketAddress end = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 65535);
        byte[] answer = answer(hex(SAMPLE_REQUEST), "2001:db8::2", 65535, new BindingAnswer.Origin(end, end));

        assertThat(answer).hasSize(100).hasSizeLessThanOrEqualTo(BindingAnswer.MAX_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "0003 0004 00000006, 6",
        "0003 0004 00000002, 2",
        "0003 0004 fffffff9, 0",
        "0003 0004 00000004 0003 0004 00000002, 4",
        "0024 0004 00000001, -1",
    })
    void whatIsToChangeStandsInTheFirstChangeRequest(String attributes, int flags) {
        BindingRequest request = BindingRequest.parse(ByteBuffer.wrap(with(attributes)));

        assertThat(request).isNotNull();
        assertThat(request.change().orElse(-1)).isEqualTo(flags);
        assertThat(request.unknown()).isEmpty();
    }

    /// RESPONSE-PORT would send an answer where nobody asked.
    @Test
    void aResponsePortIsRefusedAndAMalformedChangeRequestIsNoRequest() {
        assertThat(HexFormat.of().formatHex(answer(with("0027 0004 1f900000"), "192.0.2.1", 9)))
                .endsWith("0009000400000414" + "000a000200270000");
        assertThat(answer(with("0003 0000"), "192.0.2.1", 9)).isEmpty();
        assertThat(answer(with("0003 0008 00000002 00000000"), "192.0.2.1", 9)).isEmpty();
    }

    private static byte[] with(String attributes) {
        byte[] bytes = hex(attributes);
        ByteBuffer request = ByteBuffer.allocate(20 + bytes.length).put(hex(HEADER));
        return request.putShort(2, (short) bytes.length).put(bytes).array();
    }

    private static byte[] padded(int bytes) {
        ByteBuffer request = ByteBuffer.allocate(20 + bytes).put(hex(HEADER));
        request.putShort(2, (short) bytes).putShort((short) 0x0026).putShort((short) (bytes - 4));
        return request.array();
    }

    private static byte[] answer(byte[] request, String address, int port) {
        return answer(request, address, port, null);
    }

    private static byte[] answer(byte[] request, String address, int port, BindingAnswer.@Nullable Origin origin) {
        ByteBuffer answer = ByteBuffer.allocate(BindingAnswer.MAX_BYTES);
        try {
            InetSocketAddress source = new InetSocketAddress(InetAddress.getByName(address), port);
            BindingRequest parsed = BindingRequest.parse(ByteBuffer.wrap(request));
            if (parsed == null) {
                return new byte[0];
            }
            BindingAnswer.write(parsed, source, origin, answer);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
        byte[] bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return bytes;
    }

    private static byte[] withFlippedBit(byte[] message, int bit) {
        byte[] flipped = message.clone();
        flipped[bit / 8] ^= (byte) (0x80 >> (bit % 8));
        return flipped;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    private static final String SAMPLE_REQUEST = """
            00010058 2112a442 b7e7a701 bc34d686 fa87dfae
            80220010 5354554e 20746573 7420636c 69656e74
            00240004 6e0001ff
            80290008 932ff9b1 51263b36
            00060009 6576746a 3a683676 59202020
            00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
            80280004 e57a3bcf
            """;
}
