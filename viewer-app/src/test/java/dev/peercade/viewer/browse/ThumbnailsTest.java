package dev.peercade.viewer.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.desktop.thread.Work;
import dev.peercade.model.game.Game;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailsTest {

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<UUID> asked = new ArrayList<>();
    private byte @Nullable [] served = jpeg(320, 180);
    private final Thumbnails thumbnails = new Thumbnails(
            session -> {
                asked.add(session);
                return served;
            },
            new Work(background::add, Runnable::run));

    private void answer() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private static byte[] jpeg(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static StreamingSession session(int id, @Nullable Instant thumbnailAt) {
        return new StreamingSession(
                new UUID(0, id),
                "anna",
                new Game(new UUID(1, 1), "Doom"),
                "e1m1",
                Admission.OPEN,
                SessionStatus.READY,
                0,
                Instant.EPOCH,
                thumbnailAt,
                null);
    }

    @Test
    void aThumbnailIsFetchedOnceForEachTimeThatItHasChanged() {
        ReadOnlyObjectProperty<@Nullable Image> image = thumbnails.of(session(1, null));
        answer();
        assertThat(asked).isEmpty();
        thumbnails.of(session(1, Instant.EPOCH));
        thumbnails.of(session(1, Instant.EPOCH));
        answer();
        assertThat(asked).hasSize(1);
        assertThat(Objects.requireNonNull(image.get()).getWidth()).isEqualTo(320);
        thumbnails.of(session(1, Instant.EPOCH.plusSeconds(30)));
        answer();
        assertThat(asked).hasSize(2);
        thumbnails.of(session(1, null));
        assertThat(image.get()).isNull();
    }

    @Test
    void onlyAFewAreFetchedAtOnceAndTheOldestAreForgotten() {
        for (int id = 0; id <= Thumbnails.KEPT; id++) {
            thumbnails.of(session(id, Instant.EPOCH));
        }
        assertThat(background).hasSize(Thumbnails.AT_ONCE);
        answer();
        assertThat(asked).hasSize(Thumbnails.KEPT + 1);
        assertThat(thumbnails.of(session(1, Instant.EPOCH)).get()).isNotNull();
        assertThat(thumbnails.of(session(0, Instant.EPOCH)).get()).isNull();
    }

    @Test
    void whatCannotBeReadLeavesWhatWasThereAndHoldsNothingUp() {
        ReadOnlyObjectProperty<@Nullable Image> image = thumbnails.of(session(1, Instant.EPOCH));
        answer();
        served = new byte[] {1, 2, 3};
        for (int i = 1; i <= 2 * Thumbnails.AT_ONCE; i++) {
            thumbnails.of(session(1, Instant.EPOCH.plusSeconds(i)));
        }
        answer();
        assertThat(image.get()).isNotNull();
        served = jpeg(160, 90);
        thumbnails.of(session(1, Instant.EPOCH.plusSeconds(60)));
        answer();
        assertThat(Objects.requireNonNull(image.get()).getWidth()).isEqualTo(160);
    }

    @Test
    void aLargeThumbnailIsKeptSmall() throws Exception {
        Image image = Objects.requireNonNull(Jpeg.decode(jpeg(1920, 1080)));
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(360);
        assertThat(Jpeg.decode(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {65_500, 1921})
    void whatIsWiderThanMediatorsAllowIsRefusedByItsHeader(int width) {
        byte[] huge = jpeg(16, 16);
        // The frame header (SOF0) says height and width in the five bytes after its length.
        for (int i = 0; i < huge.length - 9; i++) {
            if ((huge[i] & 0xff) == 0xff && (huge[i + 1] & 0xff) == 0xc0) {
                huge[i + 7] = (byte) (width >> 8);
                huge[i + 8] = (byte) width;
            }
        }
        assertThatThrownBy(() -> Jpeg.decode(huge))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too large");
    }
}
