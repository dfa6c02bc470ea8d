package dev.peercade.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.Picture;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoDecoder;
import dev.peercade.media.VideoSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With the real encoder and moving pictures.
class EncodingsTest {

    private static final Size SIZE = new Size(640, 360);
    private static final int FPS = 60;

    private VideoSource scene;
    private Encodings encodings;

    @BeforeEach
    void open() throws Exception {
        scene = VideoSource.open(SourceSpec.parse("scene"), new CaptureSettings(null, FPS, SIZE));
        encodings = Encodings.open(new EncoderSettings(SIZE, FPS, 8000));
    }

    @AfterEach
    void close() throws Exception {
        encodings.close();
        scene.close();
    }

    private RawFrame frame() throws Exception {
        return Objects.requireNonNull(scene.next());
    }

    private List<EncodedPicture> encode() throws Exception {
        return encodings.encode(frame(), true).stream()
                .map(Encodings.Coded::picture)
                .toList();
    }

    private double meanBytes(int rendition, int pictures) throws Exception {
        long bytes = 0;
        for (int i = 0; i < pictures; i++) {
            bytes += encode().get(rendition).annexB().length;
        }
        return (double) bytes / pictures;
    }

    @Test
    void thereIsOneUntilTwoAreNeededAndOneAfterwards() throws Exception {
        assertThat(encode()).hasSize(1);
        encodings.targets(List.of(4000, 300));
        List<EncodedPicture> two = encode();
        assertThat(two).hasSize(2);
        assertThat(two.getFirst().keyframe()).isFalse();
        assertThat(two.getLast().keyframe()).isTrue();
        encodings.targets(List.of(4000));
        assertThat(encode()).hasSize(1);
    }

    @Test
    void aKeyframeIsOwedUntilItHasComeAndOnlyOfTheRenditionAsked() throws Exception {
        encodings.targets(List.of(4000, 1000));
        encode();
        assertThat(encodings.owesKeyframe()).isFalse();
        encodings.requestKeyframe(1);
        assertThat(encodings.owesKeyframe()).isTrue();
        List<EncodedPicture> pictures = encode();
        assertThat(pictures).extracting(EncodedPicture::keyframe).containsExactly(false, true);
        assertThat(encodings.owesKeyframe()).isFalse();
    }

    @Test
    void whatIsAskedOfARenditionThatIsGoneIsForgotten() throws Exception {
        encodings.requestKeyframe(1);
        encode();
        assertThat(encodings.owesKeyframe()).isFalse();
    }

    /// From the second picture after the change on.
    @Test
    void anotherRateIsFollowedWithinTwoPictures() throws Exception {
        encodings.targets(List.of(8000));
        meanBytes(0, 60);
        for (int kbps : new int[] {2000, 6000, 800}) {
            encodings.targets(List.of(kbps));
            meanBytes(0, 2);
            assertThat(meanBytes(0, 12) * 8 * FPS / 1000)
                    .as("of %d kbit/s", kbps)
                    .isBetween(kbps * 0.5, kbps * 1.25);
        }
    }

    /// Half the width and half the pictures, in the end; then the whole again. The decoder of a viewer goes with it.
    @Test
    void aRateTooLowForTheWholePictureGetsASmallerOne() throws Exception {
        Set<Size> seen = new LinkedHashSet<>();
        int coded = 0;
        int offered = 0;
        try (VideoDecoder decoder = VideoDecoder.open()) {
            for (int kbps : new int[] {8000, 60, 8000}) {
                encodings.targets(List.of(kbps));
                int pictures = kbps == 60 ? 4 * FPS : 6 * FPS;
                for (int i = 0; i < pictures; i++) {
                    List<Encodings.Coded> one = encodings.encode(frame(), false);
                    offered += kbps == 60 && i >= 3 * FPS ? 1 : 0;
                    coded += kbps == 60 && i >= 3 * FPS ? one.size() : 0;
                    for (Encodings.Coded each : one) {
                        VideoDecoder.Decoded decoded =
                                decoder.decode(each.picture().annexB(), i);
                        assertThat(decoded.damage()).isNull();
                        for (Picture picture : decoded.pictures()) {
                            seen.add(new Size(picture.width(), picture.height()));
                            picture.close();
                        }
                    }
                }
            }
        }
        assertThat(seen).containsExactly(SIZE, new Size(320, 180));
        assertThat(coded).isEqualTo(offered / 2);
        assertThat(encodings.presentSize()).isEqualTo(SIZE);
    }

    @Test
    void moreThanTheStreamerWantsIsNeverSpent() throws Exception {
        encodings.targets(List.of(100_000));
        meanBytes(0, 30);
        assertThat(meanBytes(0, 60) * 8 * FPS / 1000).isLessThan(8000 * 1.1);
    }
}
