package dev.peercade.peer.edge.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtcpPacket.PictureLossIndication;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(SrtpProfile.class)
class JitsiSrtpTest {

    private static final Ssrc SSRC = new Ssrc(0xCAFEBABE);

    private final SrtpProfile profile;
    private SrtpTransform sender;
    private final SrtpTransform receiver;

    JitsiSrtpTest(SrtpProfile profile) {
        this.profile = profile;
        byte[] material = new byte[profile.keyingMaterialBytes()];
        new SplittableRandom(5).nextBytes(material);
        sender = JitsiSrtp.of(profile, HandshakeRole.SERVER, material);
        receiver = JitsiSrtp.of(profile, HandshakeRole.CLIENT, material);
    }

    private static byte[] packet(int sequenceNumber) {
        return RtpHeader.plain(false, 96, sequenceNumber & 0xFFFF, sequenceNumber * 3000L, SSRC)
                .write(new byte[] {(byte) sequenceNumber, (byte) (sequenceNumber >> 8), 3, 4, 5});
    }

    @Test
    void theAgreedTagIsAllThatProtectionAdds() {
        assertThat(sender.protectRtp(packet(1))).hasSize(packet(1).length + profile.tagBytes());
    }

    @Test
    void aPacketIsAcceptedOnceHoweverOftenItIsReplayed() {
        byte[] sealed = sender.protectRtp(packet(1));
        assertThat(receiver.unprotectRtp(sealed)).isEqualTo(packet(1));
        for (int i = 0; i < 5; i++) {
            assertThat(receiver.unprotectRtp(sealed)).isNull();
        }
    }

    @Test
    void controlPacketsPassOnceToo() {
        byte[] plea = RtcpPacket.writeCompound(List.of(new PictureLossIndication(SSRC, new Ssrc(1))));
        byte[] sealed = sender.protectRtcp(plea);
        assertThat(receiver.unprotectRtcp(sealed)).isEqualTo(plea);
        assertThat(receiver.unprotectRtcp(sealed)).isNull();
    }

    @Test
    void outOfOrderAcrossTheRollOverAllPacketsPass() {
        List<byte[]> sealed = new ArrayList<>();
        for (int i = 65_500; i < 65_600; i++) {
            sealed.add(sender.protectRtp(packet(i)));
        }
        // Each ten backwards, so that the receiver sees 0 before 65535.
        for (int block = 0; block < 100; block += 10) {
            for (int i = 9; i >= 0; i--) {
                assertThat(receiver.unprotectRtp(sealed.get(block + i))).isEqualTo(packet(65_500 + block + i));
            }
        }
    }

    @Test
    void severalRollOversPass() {
        for (int i = 0; i < 3 * 65_536 + 10; i += 1000) {
            assertThat(receiver.unprotectRtp(sender.protectRtp(packet(i)))).isEqualTo(packet(i));
        }
    }

    @Test
    void aHundredThousandBadPacketsBeforeAndAmongTheGoodOnesChangeNothing() {
        SplittableRandom random = new SplittableRandom(8);
        int next = 100;
        for (int i = 0; i < 100_000; i++) {
            byte[] bad = sender.protectRtp(packet(next + 1000 + i % 7)).clone();
            sender = resetSender(i, bad);
            bad[12 + random.nextInt(bad.length - 12)] ^= 0x40;
            // Far ahead, so that whoever believed the number would lose the roll-over count.
            bad[2] = (byte) 0xF0;
            assertThat(receiver.unprotectRtp(bad)).isNull();
            if (i % 10_000 == 9_999) {
                SrtpTransform genuine = fresh();
                assertThat(receiver.unprotectRtp(genuine.protectRtp(packet(next))))
                        .isEqualTo(packet(next));
                next++;
            }
        }
    }

    /// A sender refuses to use a number twice; hostile packets are made by one that has not used it yet.
    private SrtpTransform resetSender(int i, byte[] bad) {
        return i % 7 == 6 ? fresh() : sender;
    }

    private SrtpTransform fresh() {
        byte[] material = new byte[profile.keyingMaterialBytes()];
        new SplittableRandom(5).nextBytes(material);
        return JitsiSrtp.of(profile, HandshakeRole.SERVER, material);
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsRefused() {
        byte[] sealed = sender.protectRtp(packet(77));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(receiver.unprotectRtp(flipped)).as("bit %s", bit).isNull();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(receiver.unprotectRtp(java.util.Arrays.copyOf(sealed, length)))
                    .as("length %s", length)
                    .isNull();
            assertThat(receiver.unprotectRtcp(java.util.Arrays.copyOf(sealed, length)))
                    .isNull();
        }
        assertThat(receiver.unprotectRtp(sealed)).isEqualTo(packet(77));
    }

    @Test
    void strangersCannotFillTheMapOfSources() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = new byte[200];
            random.nextBytes(bad);
            bad[0] = (byte) 0x80;
            bad[1] = 96;
            assertThat(receiver.unprotectRtp(bad)).isNull();
            assertThat(receiver.unprotectRtcp(bad)).isNull();
        }
        assertThat(receiver.unprotectRtp(sender.protectRtp(packet(5)))).isEqualTo(packet(5));
    }

    @Test
    void theSenderRefusesToUseANumberTwice() {
        sender.protectRtp(packet(1));
        org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> sender.protectRtp(packet(1)));
    }

    /// RFC 3711, appendix B.3 gives master key and salt and the session keys; the packets below were sealed by
    /// libsrtp's own test (srtp_validate), with those and AES_CM_128_HMAC_SHA1_80.
    @Test
    void theReferenceImplementationsPacketIsTheSameToTheByte() {
        if (profile != SrtpProfile.AES_CM_128_HMAC_SHA1_80) {
            return;
        }
        HexFormat hex = HexFormat.of();
        byte[] key = hex.parseHex("e1f97a0d3e018be0d64fa32c06de4139");
        byte[] salt = hex.parseHex("0ec675ad498afeebb6960b3aabe6");
        byte[] material = new byte[60];
        System.arraycopy(key, 0, material, 0, 16);
        System.arraycopy(salt, 0, material, 32, 14);
        SrtpTransform reference = JitsiSrtp.of(profile, HandshakeRole.CLIENT, material);
        byte[] plain = hex.parseHex("800f1234decafbadcafebabe" + "ab".repeat(16));
        assertThat(hex.formatHex(reference.protectRtp(plain)))
                .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    }
}
