package dev.peercade.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThumbnailsTest {

    private static final UUID SESSION = new UUID(0, 1);

    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final List<Exception> told = new CopyOnWriteArrayList<>();

    @Test
    void oneSmallJpegGoesOutAtOnceAndTheNextOnlyMuchLater() throws Exception {
        Thumbnails thumbnails = new Thumbnails((session, jpeg) -> sent.add(jpeg), told::add);
        try (VideoSource scene = scene()) {
            thumbnails.tap().offer(frame(scene));
            thumbnails.begin(SESSION);
            for (int i = 0; i < 10; i++) {
                thumbnails.tap().offer(frame(scene));
            }
        }
        BufferedImage still = ImageIO.read(new ByteArrayInputStream(sent.take()));
        assertThat(still.getWidth()).isEqualTo(480);
        assertThat(still.getHeight()).isEqualTo(270);
        assertThat(sent.poll(200, TimeUnit.MILLISECONDS)).isNull();
        thumbnails.tap().close();
    }

    @Test
    void aFailureIsToldOnce() throws Exception {
        Thumbnails thumbnails = new Thumbnails(
                (session, jpeg) -> {
                    sent.add(jpeg);
                    throw new IllegalStateException("away");
                },
                told::add);
        try (VideoSource scene = scene()) {
            thumbnails.begin(SESSION);
            thumbnails.tap().offer(frame(scene));
            await().until(() -> told.size() == 1);
            // Off and on, for the next is due in half a minute.
            thumbnails.tap().every(null);
            thumbnails.tap().offer(frame(scene));
            thumbnails.begin(SESSION);
            await().until(() -> {
                thumbnails.tap().offer(frame(scene));
                return sent.size() > 1;
            });
        }
        assertThat(told).hasSize(1);
        thumbnails.tap().close();
    }

    private static VideoSource scene() throws Exception {
        return VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, new Size(1280, 720)));
    }

    private static RawFrame frame(VideoSource source) throws Exception {
        return Objects.requireNonNull(source.next());
    }
}
