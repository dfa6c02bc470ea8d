package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseSourceTest {

    @Test
    void theStillIsTwoBarsOnDarkGreyAndNeverChanges() throws Exception {
        try (VideoSource pause = VideoSource.pause(new Size(640, 361), 240);
                PictureScaler scaler = new PictureScaler(new Size(640, 360))) {
            RawFrame first = Objects.requireNonNull(pause.next());
            assertThat(first.sameAsPrevious()).isFalse();
            try (Picture still = scaler.scale(first)) {
                assertThat(still.height()).isEqualTo(360);
                assertThat(luma(still, 4, 4)).isEqualTo(luma(still, 320, 180)).isLessThan(64);
                assertThat(luma(still, 290, 180))
                        .isEqualTo(luma(still, 350, 180))
                        .isGreaterThan(128);
            }
            RawFrame second = Objects.requireNonNull(pause.next());
            assertThat(second.sameAsPrevious()).isTrue();
            assertThat(second.tick()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "16x4000", "4000x16"})
    void anySizeCanBePaused(String size) throws Exception {
        try (VideoSource pause = VideoSource.pause(Size.parse(size), 240)) {
            assertThat(Objects.requireNonNull(pause.next()).width())
                    .isEqualTo(Size.parse(size).even().width());
        }
    }

    private static int luma(Picture picture, int x, int y) {
        return Byte.toUnsignedInt(picture.plane(0).get(ValueLayout.JAVA_BYTE, (long) y * picture.stride(0) + x));
    }
}
