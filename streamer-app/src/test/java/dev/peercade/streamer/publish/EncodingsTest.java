package dev.peercade.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoSource;
import java.util.List;
import java.util.Objects;
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

    private double meanBytes(int rendition, int pictures) throws Exception {
        long bytes = 0;
        for (int i = 0; i < pictures; i++) {
            bytes += encodings.encode(frame()).get(rendition).annexB().length;
        }
        return (double) bytes / pictures;
    }

    @Test
    void thereIsOneUntilTwoAreNeededAndOneAfterwards() throws Exception {
        assertThat(encodings.encode(frame())).hasSize(1);
        encodings.targets(List.of(4000, 300));
        List<EncodedPicture> two = encodings.encode(frame());
        assertThat(two).hasSize(2);
        assertThat(two.getFirst().keyframe()).isFalse();
        assertThat(two.getLast().keyframe()).isTrue();
        encodings.targets(List.of(4000));
        assertThat(encodings.encode(frame())).hasSize(1);
    }

    @Test
    void aKeyframeIsOwedUntilItHasComeAndOnlyOfTheRenditionAsked() throws Exception {
        encodings.targets(List.of(4000, 1000));
        encodings.encode(frame());
        assertThat(encodings.owesKeyframe()).isFalse();
        encodings.requestKeyframe(1);
        assertThat(encodings.owesKeyframe()).isTrue();
        List<EncodedPicture> pictures = encodings.encode(frame());
        assertThat(pictures).extracting(EncodedPicture::keyframe).containsExactly(false, true);
        assertThat(encodings.owesKeyframe()).isFalse();
    }

    @Test
    void whatIsAskedOfARenditionThatIsGoneIsForgotten() throws Exception {
        encodings.requestKeyframe(1);
        encodings.encode(frame());
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

    @Test
    void moreThanTheStreamerWantsIsNeverSpent() throws Exception {
        encodings.targets(List.of(100_000));
        meanBytes(0, 30);
        assertThat(meanBytes(0, 60) * 8 * FPS / 1000).isLessThan(8000 * 1.1);
    }
}
