package dev.peercade.mediator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.mediator.Pictures;
import dev.peercade.mediator.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailReaderTest {

    private final ThumbnailReader reader = new ThumbnailReader();

    @Test
    void aPictureIsMadeAnewAndLosesWhatStandsBesideIt() throws IOException {
        byte[] sent = withComment(Pictures.jpeg(320, 180), "secret place");
        byte[] own = reader.reencode(sent);
        var picture = ImageIO.read(new ByteArrayInputStream(own));
        assertThat(picture.getWidth()).isEqualTo(320);
        assertThat(picture.getHeight()).isEqualTo(180);
        assertThat(new String(own, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void theLargestSizeIsAcceptedAndOnePixelMoreIsNot() {
        assertThat(reader.reencode(Pictures.jpeg(1920, 1080))).hasSizeLessThanOrEqualTo(ThumbnailReader.BYTES_MAX);
        assertThatThrownBy(() -> reader.reencode(Pictures.jpeg(1921, 8))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> reader.reencode(Pictures.jpeg(8, 1081))).isInstanceOf(ProblemException.class);
    }

    @Test
    void dimensionsThatLieAreRefusedBeforeAnythingIsDecoded() {
        byte[] bomb = Pictures.jpeg(64, 64);
        for (int i = 0; i + 9 < bomb.length; i++) {
            if ((bomb[i] & 0xFF) == 0xFF && (bomb[i + 1] & 0xFF) == 0xC0) {
                Arrays.fill(bomb, i + 5, i + 9, (byte) 0x7F);
                break;
            }
        }
        assertThatThrownBy(() -> reader.reencode(bomb))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void manyScansAreRefusedBeforeAnythingIsDecoded() {
        byte[] sent = Pictures.jpeg(64, 64);
        byte[] scans = Arrays.copyOf(sent, sent.length + 2 * ThumbnailReader.SCANS_MAX);
        for (int i = sent.length; i < scans.length; i += 2) {
            scans[i] = (byte) 0xFF;
            scans[i + 1] = (byte) 0xDA;
        }
        assertThatThrownBy(() -> reader.reencode(scans))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("scans");
    }

    @Test
    void whatIsNoJpegEndsInARefusalAndNothingElse() {
        Random random = new Random(1);
        byte[] good = Pictures.jpeg(64, 64);
        assertThatThrownBy(() -> reader.reencode(new byte[0])).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> reader.reencode("GIF89a....".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(ProblemException.class);
        for (int round = 0; round < 300; round++) {
            byte[] broken = good.clone();
            for (int flips = 0; flips < 4; flips++) {
                broken[2 + random.nextInt(broken.length - 2)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                reader.reencode(broken);
            } catch (ProblemException e) {
                assertThat(e.code().httpStatus()).isEqualTo(422);
            }
        }
    }

    private static byte[] withComment(byte[] jpeg, String text) {
        byte[] comment = text.getBytes(StandardCharsets.US_ASCII);
        byte[] longer = new byte[jpeg.length + comment.length + 4];
        System.arraycopy(jpeg, 0, longer, 0, 2);
        longer[2] = (byte) 0xFF;
        longer[3] = (byte) 0xFE;
        longer[5] = (byte) (comment.length + 2);
        System.arraycopy(comment, 0, longer, 6, comment.length);
        System.arraycopy(jpeg, 2, longer, 6 + comment.length, jpeg.length - 2);
        return longer;
    }
}
