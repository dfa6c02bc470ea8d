package dev.peercade.peer.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.wire.TransportAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class StunMessageTest {

    /// RFC 5769, section 2.1.
    private static final byte[] REQUEST = hex("""
            00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
            00 24 00 04 6e 00 01 ff
            80 29 00 08 93 2f f9 b1 51 26 3b 36
            00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
            00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
            80 28 00 04 e5 7a 3b cf""");

    /// RFC 5769, section 2.2.
    private static final byte[] ANSWER = hex("""
            01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 08 00 01 a1 47 e1 12 a6 43
            00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
            80 28 00 04 c0 7d 4c 96""");

    /// RFC 5769, section 2.3.
    private static final byte[] ANSWER_IPV6 = hex("""
            01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
            00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
            80 28 00 04 c8 fb 0b 4c""");

    /// RFC 5769, section 2.4.
    private static final byte[] LONG_TERM_REQUEST = hex("""
            00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
            00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
            00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79 36 34 73 41
            00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
            00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66""");

    private static final StunKey KEY = StunKey.ofPassword("VOkJxbRl1RmTxUk/WvJxBt");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    @Test
    void theRequestOfTheRfcIsReadAndAuthenticated() {
        StunMessage request = StunMessage.parse(REQUEST);
        assertThat(request.kind()).isEqualTo(StunMessage.Kind.REQUEST);
        assertThat(request.method()).isEqualTo(StunMessage.BINDING);
        assertThat(request.userName()).isEqualTo("evtj:h6vY");
        assertThat(request.number(StunAttribute.PRIORITY, 0)).isEqualTo(0x6e0001ffL);
        assertThat(request.has(StunAttribute.ICE_CONTROLLED)).isTrue();
        assertThat(request.fingerprinted()).isTrue();
        assertThat(request.isAuthenticatedBy(KEY)).isTrue();
        assertThat(request.isAuthenticatedBy(StunKey.ofPassword("VOkJxbRl1RmTxUk/WvJxBu")))
                .isFalse();
    }

    @Test
    void theAnswersOfTheRfcGiveTheirAddresses() {
        StunMessage answer = StunMessage.parse(ANSWER);
        assertThat(answer.isAuthenticatedBy(KEY)).isTrue();
        assertThat(answer.mappedAddress()).isEqualTo(TransportAddress.of(new byte[] {(byte) 192, 0, 2, 1}, 32853));
        StunMessage ipv6 = StunMessage.parse(ANSWER_IPV6);
        assertThat(ipv6.isAuthenticatedBy(KEY)).isTrue();
        assertThat(ipv6.mappedAddress())
                .isEqualTo(TransportAddress.of(HexFormat.of().parseHex("20010db8123456780011223344556677"), 32853));
    }

    /// The RFC's password has characters that SASLprep changes; ours have none, so it stands here as prepared.
    @Test
    void theRequestOfTheRfcWithALongTermCredentialIsReadAndWritten() {
        String userName = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
        StunKey key = StunKey.ofLongTerm(userName, "example.org", "TheMatrIX");
        StunMessage request = StunMessage.parse(LONG_TERM_REQUEST);
        assertThat(request.userName()).isEqualTo(userName);
        assertThat(request.text(StunAttribute.REALM)).isEqualTo("example.org");
        assertThat(request.isAuthenticatedBy(key)).isTrue();
        assertThat(request.isAuthenticatedBy(StunKey.ofLongTerm(userName, "example.org", "TheMatrix")))
                .isFalse();
        assertThat(new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, request.transaction())
                        .text(StunAttribute.USERNAME, userName)
                        .text(StunAttribute.NONCE, "f//499k954d6OL34oL9FSTvy64sA")
                        .text(StunAttribute.REALM, "example.org")
                        .integrity(key)
                        .toBytes())
                .isEqualTo(LONG_TERM_REQUEST);
    }

    @Test
    void theWriterMakesWhatTheReaderReads() {
        TransactionId transaction = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
        byte[] written = new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, transaction)
                .text(StunAttribute.SOFTWARE, "test vector")
                .mappedAddress(TransportAddress.of(new byte[] {(byte) 192, 0, 2, 1}, 32853))
                .integrity(KEY)
                .fingerprint()
                .toBytes();
        // The RFC pads with spaces, we with zeros: equal but for the padding and what is computed over it.
        assertThat(written).hasSameSizeAs(ANSWER);
        StunMessage read = StunMessage.parse(written);
        assertThat(read.transaction()).isEqualTo(transaction);
        assertThat(read.isAuthenticatedBy(KEY)).isTrue();
        assertThat(read.fingerprinted()).isTrue();
        assertThat(written.length).as("rule 2").isLessThanOrEqualTo(120);
    }

    @Test
    void noTruncationAndNoFlippedBitPasses() {
        for (byte[] vector : new byte[][] {REQUEST, ANSWER, ANSWER_IPV6}) {
            for (int length = 0; length < vector.length; length++) {
                assertThat(StunMessage.parse(Arrays.copyOf(vector, length))).isNull();
            }
            for (int bit = 0; bit < vector.length * 8; bit++) {
                byte[] flipped = vector.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                StunMessage read = StunMessage.parse(flipped);
                assertThat(read != null && read.fingerprinted() && read.isAuthenticatedBy(KEY))
                        .as("bit " + bit)
                        .isFalse();
            }
        }
    }

    @Test
    void everyLengthOfNoiseIsSurvived() {
        Random random = new Random(1);
        for (int length = 0; length <= 1500; length++) {
            for (int round = 0; round < 20; round++) {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                if (length >= 20) {
                    // Likelier to be taken for STUN.
                    noise[0] = 0;
                    noise[1] = 1;
                    noise[2] = (byte) (length - 20 >> 8);
                    noise[3] = (byte) (length - 20);
                    System.arraycopy(REQUEST, 4, noise, 4, 4);
                    if (length >= 24 && round % 2 == 0) {
                        noise[22] = 0;
                        noise[23] = (byte) random.nextInt(8);
                    }
                }
                StunMessage read = StunMessage.parse(noise);
                if (read != null) {
                    read.userName();
                    read.mappedAddress();
                    read.errorCode();
                    assertThat(read.isAuthenticatedBy(KEY)).isFalse();
                }
            }
        }
    }

    @Test
    void whatFollowsMessageIntegrityIsIgnored() {
        byte[] forged = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, "a:b")
                .integrity(KEY)
                .flag(StunAttribute.USE_CANDIDATE)
                .int32(StunAttribute.PRIORITY, 7)
                .fingerprint()
                .toBytes();
        StunMessage read = StunMessage.parse(forged);
        assertThat(read.isAuthenticatedBy(KEY)).isTrue();
        assertThat(read.has(StunAttribute.USE_CANDIDATE)).isFalse();
        assertThat(read.number(StunAttribute.PRIORITY, -1)).isEqualTo(-1);
    }

    @Test
    void nothingShowsAnAddressOrAKey() {
        TransportAddress address = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 1}, 32853);
        assertThat(address.toString() + KEY + StunMessage.parse(ANSWER))
                .doesNotContain("192")
                .doesNotContain("32853")
                .doesNotContain("VOkJ");
    }
}
