package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.h264.NalUnits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileVideoTest {

    private static List<EncodedPicture> good;

    @BeforeAll
    static void encode() throws Exception {
        good = RecordingTest.coded(12, 4000);
    }

    static Stream<Arguments> parameterSets() {
        return Stream.of(
                Arguments.of("16k x 16k", sps(66, 31, 1023, 1023, 1, true), "too large"),
                Arguments.of("wider than 8192", sps(66, 62, 600, 1, 1, true), "too large"),
                Arguments.of("2^30 macroblocks wide", sps(66, 62, 1 << 30, 1, 1, true), "too large"),
                Arguments.of("17 reference frames", sps(66, 31, 39, 22, 17, true), "17 reference frames"),
                Arguments.of("interlaced", sps(77, 31, 39, 22, 1, false), "interlaced"),
                Arguments.of("level 200", sps(66, 200, 39, 22, 1, true), "level 200"),
                Arguments.of("extended profile", sps(88, 31, 39, 22, 1, true), "profile 88"),
                Arguments.of("high 10", high(110, 1, 2), "profile 110"),
                Arguments.of("high 4:2:2", high(122, 2, 0), "profile 122"),
                Arguments.of("high 4:4:4", high(244, 3, 0), "profile 244"),
                Arguments.of("high that claims 4:4:4", high(100, 3, 0), "not 4:2:0"),
                Arguments.of("high that claims monochrome", high(100, 0, 0), "not 4:2:0"),
                Arguments.of("high of 14 bits", high(100, 1, 6), "more than 8 bits"),
                Arguments.of("multiview", high(118, 1, 0), "profile 118"),
                Arguments.of("nothing at all", new byte[] {0, 0, 0, 1, 0x67}, "profile 0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parameterSets")
    void aParameterSetThatNoStreamerSendsIsRefused(String name, byte[] sps, String reason) throws Exception {
        try (var decoder = VideoDecoder.open()) {
            var decoded = decoder.decode(withSps(sps), 0);
            assertThat(decoded.pictures()).isEmpty();
            assertThat(decoded.damage()).as(name).contains(reason);
            assertThat(decoder.needsKeyframe()).isTrue();
            assertThat(decoder.damaged()).isEqualTo(1);
            assertPlays(decoder);
        }
    }

    @Test
    void everyTruncationIsReportedOrHarmless() throws Exception {
        var keyframe = good.getFirst().annexB();
        try (var decoder = VideoDecoder.open()) {
            // Every byte of the headers, then every 37th of the slice.
            for (int length = 0; length < keyframe.length; length += length < 1000 ? 1 : 37) {
                var decoded = decoder.decode(Arrays.copyOf(keyframe, length), length);
                assertThat(decoded.pictures())
                        .as("%d of %d bytes", length, keyframe.length)
                        .isEmpty();
                assertThat(decoded.damage()).isNotNull();
            }
            assertPlays(decoder);
        }
    }

    @Test
    void flippedBitsNeverCrashAndTheDecoderRecovers() throws Exception {
        var random = new Random(20261121);
        try (var decoder = VideoDecoder.open()) {
            for (int round = 0; round < 1500; round++) {
                var unit = good.get(round % good.size()).annexB().clone();
                int reach = random.nextBoolean() ? Math.min(60, unit.length) : unit.length;
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    unit[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
                }
                decoder.decode(unit, round).pictures().forEach(Picture::close);
            }
            assertPlays(decoder);
        }
    }

    @Test
    void randomBytesNeverCrash() throws Exception {
        var random = new Random(7);
        try (var decoder = VideoDecoder.open()) {
            for (int round = 0; round < 2000; round++) {
                var noise = new byte[random.nextInt(400)];
                random.nextBytes(noise);
                for (int i = 0; i + 4 < noise.length; i += 20 + random.nextInt(60)) {
                    noise[i] = 0;
                    noise[i + 1] = 0;
                    noise[i + 2] = 1;
                    noise[i + 3] = (byte) (0x60 | random.nextInt(32));
                }
                decoder.decode(noise, round).pictures().forEach(Picture::close);
            }
            assertPlays(decoder);
        }
    }

    @Test
    void aMissingPictureIsNoticedAndNothingIsShownUntilTheNextKeyframe() throws Exception {
        try (var decoder = VideoDecoder.open()) {
            show(decoder, good.get(0));
            show(decoder, good.get(1));
            var decoded = decoder.decode(good.get(3).annexB(), 3);
            assertThat(decoded.pictures()).isEmpty();
            assertThat(decoded.damage()).contains("a picture before it is missing");
            assertThat(decoder.decode(good.get(4).annexB(), 4).pictures()).isEmpty();
            assertThat(decoder.needsKeyframe()).isTrue();
            assertPlays(decoder);
        }
    }

    @Test
    void aStreamThatDoesNotStartWithAKeyframeIsNotShown() throws Exception {
        try (var decoder = VideoDecoder.open()) {
            assertThat(decoder.decode(good.get(1).annexB(), 1).pictures()).isEmpty();
            assertPlays(decoder);
        }
    }

    @Test
    void whatAPictureDoesNotNeedIsDroppedBeforeTheDecoder() throws Exception {
        var stuffed = new ByteArrayOutputStream();
        for (int type : new int[] {0, 2, 3, 4, 6, 10, 12, 13, 14, 15, 19, 20, 21, 24, 28, 31}) {
            stuffed.writeBytes(new byte[] {0, 0, 0, 1, (byte) (0x60 | type), 4, -1, 7, 7, 7, (byte) 0x80});
        }
        stuffed.writeBytes(good.getFirst().annexB());
        try (var decoder = VideoDecoder.open()) {
            var decoded = decoder.decode(stuffed.toByteArray(), 0);
            assertThat(decoded.damage()).isNull();
            assertThat(decoded.pictures()).hasSize(1);
            decoded.pictures().forEach(Picture::close);
        }
    }

    @Test
    void aThousandUnitsAreRefused() throws Exception {
        var flood = new ByteArrayOutputStream();
        for (int n = 0; n < 5000; n++) {
            flood.writeBytes(new byte[] {0, 0, 1, 0x65, (byte) 0x88});
        }
        try (var decoder = VideoDecoder.open()) {
            assertThat(decoder.decode(flood.toByteArray(), 0).damage()).contains("more than 1024 NAL units");
        }
    }

    @Test
    void theSizeMayChangeWithAKeyframe() throws Exception {
        var small = new Size(322, 182);
        try (var decoder = VideoDecoder.open();
                var source = SceneThroughCoderTest.scene(small, 240);
                var encoder = VideoEncoder.open(new EncoderSettings(small, 60, 2000))) {
            show(decoder, good.get(0));
            show(decoder, good.get(1));
            for (int n = 0; n < 3; n++) {
                try (var picture = decoder.decode(
                                encoder.encode(SceneThroughCoderTest.next(source))
                                        .annexB(),
                                n)
                        .pictures()
                        .getFirst()) {
                    assertThat(picture.width()).isEqualTo(322);
                    assertThat(picture.height()).isEqualTo(182);
                }
            }
            assertPlays(decoder);
        }
    }

    private static void assertPlays(VideoDecoder decoder) {
        for (var unit : good) {
            show(decoder, unit);
        }
        assertThat(decoder.needsKeyframe()).isFalse();
    }

    private static void show(VideoDecoder decoder, EncodedPicture unit) {
        var decoded = decoder.decode(unit.annexB(), 0);
        assertThat(decoded.damage()).isNull();
        assertThat(decoded.pictures()).hasSize(1);
        decoded.pictures().forEach(Picture::close);
    }

    /// The good keyframe with another sequence parameter set.
    private static byte[] withSps(byte[] sps) {
        var keyframe = good.getFirst().annexB();
        var out = new ByteArrayOutputStream();
        out.writeBytes(sps);
        for (var unit : new ArrayList<>(NalUnits.split(keyframe))) {
            if (unit.type() != NalUnits.SPS) {
                out.writeBytes(new byte[] {0, 0, 0, 1});
                out.write(keyframe, unit.offset(), unit.length());
            }
        }
        return out.toByteArray();
    }

    private static byte[] sps(int profile, int level, long wide, long high, int references, boolean progressive) {
        var bits = new BitWriter().u(8, profile).u(8, 0).u(8, level).ue(0);
        return picture(bits, wide, high, references, progressive).nal(0x67);
    }

    private static byte[] high(int profile, int chroma, int extraBits) {
        var bits = new BitWriter().u(8, profile).u(8, 0).u(8, 31).ue(0).ue(chroma);
        if (chroma == 3) {
            bits.u(1, 0);
        }
        bits.ue(extraBits).ue(extraBits).u(1, 0).u(1, 0);
        return picture(bits, 39, 22, 1, true).nal(0x67);
    }

    private static BitWriter picture(BitWriter bits, long wide, long high, int references, boolean progressive) {
        bits.ue(0).ue(2).ue(references).u(1, 0).ue(wide).ue(high).u(1, progressive ? 1 : 0);
        if (!progressive) {
            bits.u(1, 0);
        }
        return bits.u(1, 1).u(1, 0).u(1, 0);
    }
}
