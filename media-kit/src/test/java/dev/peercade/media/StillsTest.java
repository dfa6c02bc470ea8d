package dev.peercade.media;

import static dev.peercade.media.ConversionTest.assertColour;
import static dev.peercade.media.PictureScalerTest.pixels;
import static dev.peercade.media.RecordingTest.coded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.media.scene.SceneDigits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StillsTest {

    private static final Size WITHIN = new Size(320, 180);

    @TempDir
    Path folder;

    @Test
    void ofTheSceneItIsTheFirstPicture() throws Exception {
        try (var still = Stills.of(new SourceSpec.Scene(), null, new Size(640, 360))) {
            assertThat(SceneDigits.read(still.plane(0), still.stride(0), 640, 360))
                    .hasValue(0);
        }
    }

    @Test
    void ofAFileItIsTheFirstPicture() throws Exception {
        var file = folder.resolve("a file.mkv");
        var coded = coded(10, 8000);
        try (var recorder = MkvRecorder.open(file)) {
            for (int n = 0; n < coded.size(); n++) {
                recorder.write(coded.get(n).annexB(), coded.get(n).keyframe(), n * 16_666_667L);
            }
        }
        try (var still = Stills.of(new SourceSpec.File(file), null, new Size(1280, 720))) {
            assertThat(new Size(still.width(), still.height())).hasToString("640x360");
            assertThat(SceneDigits.read(still.plane(0), still.stride(0), 640, 360))
                    .hasValue(0);
        }
        assertThatThrownBy(() -> Stills.of(new SourceSpec.File(folder), null, WITHIN))
                .isInstanceOf(MediaException.class);
    }

    @Test
    void aCoveredWindowIsSeenWholeAndAHiddenOneIsRefused() throws Exception {
        try (var screen = VirtualScreen.start("1280x720")) {
            screen.window("red one", "#ff0000", "100x40+100+100");
            screen.window("blue one", "#0000ff", "200x60+0+0");
            long id = screen.find("red one").id();
            var spec = new SourceSpec.WindowById(id);
            var ms = new double[10];
            for (int n = 0; n < ms.length; n++) {
                long start = System.nanoTime();
                try (var still = Stills.of(spec, screen.display(), WITHIN)) {
                    ms[n] = (System.nanoTime() - start) / 1e6;
                    var pixels = pixels(still);
                    assertColour(pixels[pixels.length / 2 + still.width() / 2], 0xff0000);
                    assertColour(pixels[3 * still.width() + 3], 0xff0000);
                }
            }
            Arrays.sort(ms);
            System.out.printf("A still of a window: p50 %.0f ms%n", ms[ms.length / 2]);
            assertThat(ms[ms.length / 2]).isLessThan(200);
            try (var still = Stills.of(new SourceSpec.Screen(null), screen.display(), WITHIN)) {
                assertColour(pixels(still)[20 * still.width() + 20], 0x0000ff);
            }
            screen.call("xdotool", "windowunmap", Long.toString(id));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThatThrownBy(() ->
                                    Stills.of(spec, screen.display(), WITHIN).close())
                            .isInstanceOfSatisfying(
                                    MediaException.class,
                                    e -> assertThat(e.code()).isEqualTo("window-hidden"))
                            .hasMessage("The window 'red one' is hidden."));
        }
    }
}
