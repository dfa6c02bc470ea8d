package dev.peercade.peer.media.packetize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peercade.peer.media.H264Bytes;
import dev.peercade.peer.media.fec.FlexFecEncoder;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.time.MonoTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class H264PacketizerTest {

    private final H264Packetizer packetizer = new H264Packetizer();
    private final H264Depacketizer depacketizer = new H264Depacketizer();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static AccessUnit unit(byte[] annexB) {
        return new AccessUnit(annexB, false, new MonoTime(0));
    }

    @Test
    void everySizeAroundTheLimitsComesBackAsItWas() {
        SplittableRandom random = new SplittableRandom(1);
        for (int bytes = 10; bytes < 4000; bytes++) {
            byte[] nal = new byte[bytes];
            random.nextBytes(nal);
            for (int i = 0; i < nal.length; i++) {
                nal[i] |= 1;
            }
            nal[0] = 0x41;
            byte[] stream = new byte[4 + bytes];
            stream[3] = 1;
            System.arraycopy(nal, 0, stream, 4, bytes);

            PacketizedFrame frame = packetizer.packetize(unit(stream));
            assertThat(frame.payloads())
                    .allSatisfy(payload -> assertThat(payload).hasSizeBetween(3, H264Packetizer.PAYLOAD_MAX));
            frame.payloads().forEach(depacketizer::add);
            H264Depacketizer.Picture picture = depacketizer.finish();
            assertThat(picture).isNotNull();
            assertThat(picture.annexB()).isEqualTo(stream);
        }
    }

    @Test
    void protectedAndWithExtensionsAPacketStaysWithinTwelveHundredBytes() {
        assertThat(12 + 24 + H264Packetizer.PAYLOAD_MAX + 16).isLessThan(1200);
        // And so does what makes up for it, with the longest mask and a transport-wide sequence number of its own.
        List<byte[]> packets = Collections.nCopies(109, new byte[12 + 24 + H264Packetizer.PAYLOAD_MAX]);
        byte[] parity = FlexFecEncoder.protect(packets, 1).getFirst();
        assertThat(12 + 8 + parity.length + 16).isEqualTo(1200);
    }

    @Test
    void parameterSetsTravelTogetherBeforeThePicture() {
        byte[] stream = H264Bytes.picture(new SplittableRandom(1), 5, true, 3000);
        PacketizedFrame frame = packetizer.packetize(unit(stream));
        assertThat(frame.payloads().getFirst()[0] & 0x1F).isEqualTo(24);
        assertThat(H264Depacketizer.startsPicture(frame.payloads().getFirst())).isTrue();
        frame.payloads().forEach(depacketizer::add);
        H264Depacketizer.Picture picture = depacketizer.finish();
        assertThat(picture).isNotNull();
        assertThat(picture.keyframe()).isTrue();
        assertThat(picture.annexB()).isEqualTo(stream);
    }

    @Test
    void delimitersAndFillerStayBehindAndBothKindsOfStartCodeAreUnderstood() {
        PacketizedFrame frame =
                packetizer.packetize(unit(hex("00000001 09F0 000001 4111 00000001 0CFF80 000001 4122")));
        assertThat(frame.payloads()).containsExactly(hex("4111"), hex("4122"));
    }

    @Test
    void aPictureWithoutAnythingToSendIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> packetizer.packetize(unit(hex("00000001 09F0"))));
        assertThatIllegalArgumentException().isThrownBy(() -> packetizer.packetize(unit(new byte[0])));
    }

    @Test
    void malformedPayloadsSpoilThePictureAndNotTheNext() {
        for (String bad : List.of(
                "", // nothing
                "80", // forbidden bit
                "00", // type 0
                "1E11", // type 30
                "18", // aggregate without content
                "18000041", // an entry of length 0
                "18000541", // an entry that is longer than the rest
                "180001419900", // a half entry behind a whole one
                "18000118", // an aggregate in an aggregate
                "1C81", // fragment without content
                "1CC141", // first and last at once
                "1C0141", // no first
                "1C9C41" // a fragmented fragment
                )) {
            depacketizer.add(hex(bad));
            assertThat(depacketizer.finish()).as("payload %s", bad).isNull();
            depacketizer.add(hex("4111"));
            assertThat(depacketizer.finish()).isNotNull();
        }
    }

    @Test
    void aFragmentedUnitMustEndBeforeAnythingElseBegins() {
        depacketizer.add(hex("7C8511"));
        depacketizer.add(hex("4111"));
        assertThat(depacketizer.finish()).isNull();
        depacketizer.add(hex("7C8511"));
        assertThat(depacketizer.finish()).isNull();
        depacketizer.add(hex("7C8511"));
        depacketizer.add(hex("7C4122"));
        assertThat(depacketizer.finish()).isNull();
        depacketizer.add(hex("7C8511"));
        depacketizer.add(hex("7C4522"));
        H264Depacketizer.Picture whole = depacketizer.finish();
        assertThat(whole).isNotNull();
        assertThat(whole.annexB()).isEqualTo(hex("00000001 651122"));
    }

    @Test
    void aPictureCannotGrowWithoutEnd() {
        byte[] payload = new byte[1000];
        payload[0] = 0x41;
        for (int i = 0; i < 100_000; i++) {
            depacketizer.add(payload);
        }
        assertThat(depacketizer.finish()).isNull();
    }

    @Test
    void noLengthNoTruncationAndNoFlippedBitThrows() {
        SplittableRandom random = new SplittableRandom(2);
        for (int length = 0; length <= 1500; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (int type : new int[] {1, 24, 28}) {
                if (length > 0) {
                    bytes[0] = (byte) (bytes[0] & 0x60 | type);
                }
                depacketizer.add(bytes);
                depacketizer.finish();
            }
        }
        PacketizedFrame frame = packetizer.packetize(unit(H264Bytes.picture(random, 1, true, 400)));
        for (byte[] payload : frame.payloads()) {
            for (int length = 0; length < payload.length; length++) {
                depacketizer.add(Arrays.copyOf(payload, length));
                depacketizer.finish();
            }
            for (int bit = 0; bit < payload.length * 8; bit++) {
                byte[] flipped = payload.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                depacketizer.add(flipped);
                depacketizer.finish();
            }
        }
    }
}
