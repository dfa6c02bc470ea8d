package dev.peercade.peer.media.fec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.RtpHeader.Extension;
import dev.peercade.peer.wire.SequenceNumber;
import dev.peercade.peer.wire.Ssrc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlexFecTest {

    private static final Ssrc MEDIA = new Ssrc(0x11223344);

    /// Of different lengths, with and without extensions, the last with the marker.
    private static List<byte[]> picture(SplittableRandom random, int first, int packets) {
        List<byte[]> picture = new ArrayList<>();
        int number = first;
        for (int i = 0; i < packets; i++) {
            byte[] payload = new byte[random.nextInt(1, 1100)];
            random.nextBytes(payload);
            List<Extension> extensions =
                    random.nextBoolean() ? List.of(new Extension(1, new byte[] {0, 0})) : List.of();
            RtpHeader header = new RtpHeader(
                    i == packets - 1, 96, number, 0xFFFF_FF00L + random.nextInt(3), MEDIA, List.of(), extensions);
            picture.add(header.write(payload));
            number = SequenceNumber.next(number);
        }
        return picture;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 32_767, 65_534, 65_535})
    void anyOnePacketOfEachGroupComesBackAsItWas(int first) {
        SplittableRandom random = new SplittableRandom(first);
        for (int packets : new int[] {1, 2, 9, 15, 16, 46, 47, 109}) {
            List<byte[]> picture = picture(random, first, packets);
            for (int parities = 1; parities <= Math.min(packets, 7); parities++) {
                List<byte[]> payloads = FlexFecEncoder.protect(picture, parities);
                assertThat(payloads).hasSize(parities);
                int lost = Strides.of(parities).rows();
                int run = random.nextInt(packets - lost + 1);
                assertThat(received(picture, payloads, run, run + lost))
                        .containsExactlyInAnyOrderElementsOf(picture.subList(run, run + lost));
            }
        }
    }

    /// What the decoder makes up for when the packets from `from` to `to` are lost.
    private static List<byte[]> received(List<byte[]> picture, List<byte[]> payloads, int from, int to) {
        FlexFecDecoder decoder = new FlexFecDecoder();
        // One from before the picture, or nobody would know where the stream is.
        RtpHeader.Packet parsed = Objects.requireNonNull(RtpHeader.parse(picture.getFirst()));
        int before = parsed.header().sequenceNumber() - 1 & 0xFFFF;
        List<byte[]> found = new ArrayList<>(
                decoder.onPacket(RtpHeader.plain(false, 96, before, 0, MEDIA).write(new byte[1])));
        for (int i = 0; i < picture.size(); i++) {
            if (i < from || i >= to) {
                found.addAll(decoder.onPacket(picture.get(i)));
            }
        }
        payloads.forEach(payload -> found.addAll(decoder.onParity(payload)));
        return found;
    }

    /// With two kinds of parities, of no more packets than rows times columns.
    @Test
    void anyTwoPacketsComeBack() {
        SplittableRandom random = new SplittableRandom(8);
        List<byte[]> picture = picture(random, 65_520, 42);
        List<byte[]> payloads = FlexFecEncoder.protect(picture, 13);
        for (int one = 1; one < 42; one++) {
            for (int other = one + 1; other < 42; other++) {
                List<byte[]> left = new ArrayList<>(picture);
                left.remove(other);
                left.remove(one);
                assertThat(received(left, payloads, 0, 0))
                        .containsExactlyInAnyOrder(picture.get(one), picture.get(other));
            }
        }
    }

    @Test
    void aPictureLongerThanAMaskIsCutIntoGroups() {
        List<byte[]> picture = picture(new SplittableRandom(7), 65_500, 250);
        List<byte[]> payloads = FlexFecEncoder.protect(picture, 3);
        assertThat(payloads).hasSize(3);
        assertThat(received(picture, payloads, 100, 101)).containsExactly(picture.get(100));
    }

    @Test
    void theOrderInWhichPacketsAndParitiesComeDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            List<byte[]> picture = picture(random, random.nextInt(65_536), 12);
            int lost = random.nextInt(12);
            List<Runnable> arrivals = new ArrayList<>();
            FlexFecDecoder decoder = new FlexFecDecoder();
            List<byte[]> found = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                if (i != lost) {
                    byte[] packet = picture.get(i);
                    arrivals.add(() -> found.addAll(decoder.onPacket(packet)));
                }
            }
            byte[] payload = FlexFecEncoder.protect(picture, 1).getFirst();
            // A parity before any packet is of no stream that is known.
            arrivals.add(1 + random.nextInt(11), () -> found.addAll(decoder.onParity(payload)));
            arrivals.forEach(Runnable::run);
            assertThat(found).containsExactly(picture.get(lost));
            assertThat(decoder.recovered()).isEqualTo(1);
        }
    }

    @Test
    void twoLostOfOneGroupAreNotInvented() {
        List<byte[]> picture = picture(new SplittableRandom(5), 10, 8);
        assertThat(received(picture, FlexFecEncoder.protect(picture, 1), 2, 4)).isEmpty();
    }

    /// The layout of section 4.2: R, F, P, X, CC; M, PT; length; timestamp; one source; its SSRC; base; k and mask.
    @Test
    void theHeaderStandsAsTheDraftSays() {
        byte[] packet = RtpHeader.plain(true, 96, 0x1234, 0x01020304, MEDIA).write(new byte[] {9, 8, 7});
        byte[] payload = FlexFecEncoder.protect(List.of(packet), 1).getFirst();
        assertThat(payload).isEqualTo(new byte[] {
            0, (byte) 0xE0, 0, 3, 1, 2, 3, 4, 1, 0, 0, 0, 0x11, 0x22, 0x33, 0x44, 0x12, 0x34, (byte) 0xC0, 0, 9, 8, 7
        });
    }

    @Test
    void theLongerMasksAreReadAsTheyWereWritten() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 1000; round++) {
            BitSet mask = new BitSet();
            mask.set(random.nextInt(FecHeader.PACKETS_MAX));
            mask.set(random.nextInt(FecHeader.PACKETS_MAX));
            FecHeader header = new FecHeader(5, 65_535, mask, Parity.NONE);
            assertThat(Objects.requireNonNull(FecHeader.read(header.write())).mask())
                    .isEqualTo(mask);
        }
    }

    @Test
    void whatIsCutOffOrFlippedHarmsNobody() {
        List<byte[]> picture = picture(new SplittableRandom(5), 65_530, 20);
        byte[] payload = FlexFecEncoder.protect(picture, 1).getFirst();
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatCode(() -> received(picture, List.of(cut), 4, 5)).doesNotThrowAnyException();
        }
        for (int bit = 0; bit < 8 * Math.min(payload.length, 60); bit++) {
            byte[] flipped = payload.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatCode(() -> received(picture, List.of(flipped), 4, 5)).doesNotThrowAnyException();
        }
    }

    @Test
    void aFloodOfParitiesIsForgotten() {
        FlexFecDecoder decoder = new FlexFecDecoder();
        List<byte[]> picture = picture(new SplittableRandom(5), 0, 20);
        decoder.onPacket(picture.getFirst());
        for (int i = 0; i < 10_000; i++) {
            FlexFecEncoder.protect(picture, 1).forEach(decoder::onParity);
        }
        assertThat(decoder.recovered()).isZero();
    }

    /// Retransmission mends it in time where the way is short; where it is long nothing else does.
    @ParameterizedTest
    @CsvSource({
        "0, 30, 10, 0",
        "0.02, 30, 10, 0",
        "0.05, 30, 10, 0",
        "0.1, 30, 10, 0",
        "0.02, 120, 10, 5",
        "0.01, 120, 10, 5",
        "0.002, 120, 10, 1",
        "0.02, 120, 1, 1",
        "0.3, 300, 10, 5",
        "0.001, 300, 10, 0",
        "0.02, 120, 0, 0"
    })
    void parityGoesWhereRetransmissionIsTooLate(double loss, long roundTripMs, int packets, int expected) {
        assertThat(FecBudget.parities(loss, Duration.ofMillis(roundTripMs), packets))
                .isEqualTo(expected);
    }
}
