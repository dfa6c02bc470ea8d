package dev.peercade.media;

import static dev.peercade.media.SceneThroughCoderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class X11CaptureTest {

    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;
    private static final int GREEN = 0x00ff00;

    @AutoClose
    private VirtualScreen screen;

    @BeforeEach
    void start() throws Exception {
        screen = VirtualScreen.start("800x600");
    }

    @Test
    void theScreenIsCapturedAndAnUnchangedPictureIsKnown() throws Exception {
        screen.window("red one", "#ff0000", "20x10+100+100");
        try (var source = open("screen")) {
            assertThat(source.width()).isEqualTo(800);
            assertThat(source.height()).isEqualTo(600);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pixel(next(source), 120, 120) == RED);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> next(source).sameAsPrevious());
            screen.window("blue one", "#0000ff", "20x10+100+300");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pixel(next(source), 120, 320) == BLUE);
        }
    }

    @Test
    void aPartOfTheScreenIsCaptured() throws Exception {
        screen.window("red one", "#ff0000", "20x10+100+100");
        try (var source = open("screen:64x48+110+110")) {
            assertThat(source.width()).isEqualTo(64);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pixel(next(source), 1, 1) == RED);
        }
        assertThatThrownBy(() -> open("screen:800x600+1+0"))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.code()).isEqualTo("region-outside"))
                .hasMessageContaining("lies outside the screen of 800x600");
    }

    @Test
    void sourcesAreListed() throws Exception {
        screen.window("a red one", "#ff0000", "20x10+100+100");
        var list = SourceList.list(screen.display());
        assertThat(list.screens()).containsExactly(new SourceList.Screen(screen.display() + ".0", new Size(800, 600)));
        assertThat(list.windows()).extracting(SourceList.Window::title).containsExactly("a red one");
    }

    @Test
    void aWindowIsFollowedWhenItMovesIsCoveredOrResized() throws Exception {
        screen.window("red one", "#ff0000", "20x10+100+100");
        var id = screen.find("red one").id();
        try (var source = open("window:title=RED")) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pixel(next(source), 20, 20) == RED);
            screen.call("xdotool", "windowmove", Long.toString(id), "500", "400");
            for (int n = 0; n < 10; n++) {
                assertThat(pixel(next(source), 20, 20)).isEqualTo(RED);
            }
            screen.window("blue one", "#0000ff", "40x20+490+390");
            for (int n = 0; n < 30; n++) {
                assertThat(pixel(next(source), 20, 20)).isEqualTo(RED);
            }
            screen.call("xdotool", "windowmove", Long.toString(id), "760", "560");
            for (int n = 0; n < 30; n++) {
                assertThat(pixel(next(source), 80, 80)).isEqualTo(RED);
            }
            screen.call("xdotool", "windowsize", Long.toString(id), "321", "201");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                var frame = next(source);
                return frame.width() == 321 && frame.height() == 201 && pixel(frame, 320, 200) == RED;
            });
        }
    }

    @Test
    void aWindowThatClosesInMidStreamIsReported() throws Exception {
        screen.window("green one", "#00ff00", "20x10+100+100");
        var id = screen.find("green one").id();
        try (var source = open("window:id=0x" + Long.toHexString(id))) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pixel(next(source), 20, 20) == GREEN);
            screen.call("xdotool", "windowkill", Long.toString(id));
            assertThatThrownBy(() -> {
                        while (true) {
                            next(source);
                        }
                    })
                    .isInstanceOfSatisfying(
                            MediaException.class, e -> assertThat(e.code()).isEqualTo("window-closed"))
                    .hasMessage("The window was closed.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"screen", "window:title=red one"})
    void aServerThatDiesInMidStreamIsReported(String spec) throws Exception {
        screen.window("red one", "#ff0000", "20x10+100+100");
        try (var source = open(spec)) {
            next(source);
            screen.kill();
            assertThatThrownBy(() -> {
                        while (true) {
                            next(source);
                        }
                    })
                    .isInstanceOfSatisfying(
                            MediaException.class, e -> assertThat(e.code()).isEqualTo("display-lost"));
        }
    }

    @Test
    void aHiddenWindowIsAwaitedAndItsMomentsDoNotCount() throws Exception {
        screen.window("red one", "#ff0000", "20x10+100+100");
        long id = screen.find("red one").id();
        var spec = new SourceSpec.WindowById(id);
        var settings = new CaptureSettings(screen.display(), 60, null);
        var shownAgain = new AtomicBoolean();
        try (var source = VideoSource.open(spec, settings);
                var pool = Executors.newSingleThreadExecutor()) {
            var widestGap = pool.submit(() -> {
                long widest = 0;
                long tick = next(source).tick();
                while (!shownAgain.get()) {
                    long now = next(source).tick();
                    widest = Math.max(widest, now - tick);
                    tick = now;
                }
                return widest;
            });
            screen.call("xdotool", "windowunmap", Long.toString(id));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThatThrownBy(
                                    () -> VideoSource.open(spec, settings).close())
                            .isInstanceOfSatisfying(
                                    MediaException.class,
                                    e -> assertThat(e.code()).isEqualTo("window-hidden")));
            assertThatThrownBy(() -> widestGap.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            screen.call("xdotool", "windowmap", Long.toString(id));
            shownAgain.set(true);
            // The second in which there was nothing to show would have been sixty.
            assertThat(widestGap.get(10, TimeUnit.SECONDS)).isLessThan(30);
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> open("window:title=nothing"))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.code()).isEqualTo("source-not-found"))
                .hasMessage("No window is titled 'nothing'.");
        assertThatThrownBy(() -> open("window:id=0x7777777"))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.code()).isEqualTo("source-not-found"));
        assertThatThrownBy(() -> VideoSource.open(SourceSpec.parse("screen"), new CaptureSettings(":9999", 60, null)))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.code()).isEqualTo("no-display");
                    assertThat(e.remedy()).contains("--source scene");
                });
        assertThatThrownBy(() -> SourceList.list(":9999")).isInstanceOf(MediaException.class);
    }

    @Test
    void picturesComeAtTheirRate() throws Exception {
        try (var source = open("screen")) {
            next(source);
            long start = System.nanoTime();
            for (int n = 0; n < 120; n++) {
                next(source);
            }
            double ms = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            assertThat(ms).isBetween(1960.0, 4000.0);
        }
    }

    private VideoSource open(String spec) throws MediaException {
        return VideoSource.open(SourceSpec.parse(spec), new CaptureSettings(screen.display(), 60, null));
    }

    private static int pixel(RawFrame frame, int x, int y) {
        var picture = ((NativeFrame) frame).frame();
        int stride = picture.linesize(0);
        var pixels = Ffmpeg.memory(picture.data(0), (long) stride * frame.height());
        return pixels.get(ValueLayout.JAVA_INT_UNALIGNED, (long) y * stride + x * 4L) & 0xffffff;
    }
}
