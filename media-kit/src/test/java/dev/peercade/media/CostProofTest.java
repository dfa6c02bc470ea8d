package dev.peercade.media;

import static dev.peercade.media.SceneThroughCoderTest.next;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Prints how much processor time each stage costs a picture; asserts nothing, since machines differ. With the
/// system property `media.display` that display is measured too.
@Tag("proof")
class CostProofTest {

    private static final int PICTURES = Integer.getInteger("media.pictures", 900);

    @Test
    void costsOfTheScene() throws Exception {
        measure("scene 1280x720", "scene", null);
    }

    @Test
    void costsOfAScreen() throws Exception {
        var display = System.getProperty("media.display");
        if (display != null) {
            measure("screen " + display, "screen", display);
            return;
        }
        try (var screen = VirtualScreen.start("1280x720")) {
            screen.run("xterm", "-geometry", "200x50+0+0", "-e", "sh", "-c", "while :; do date +%N; done");
            measure("a scrolling terminal", "screen", screen.display());
        }
    }

    private static void measure(String name, String spec, @org.jspecify.annotations.Nullable String display)
            throws Exception {
        var capture = new long[PICTURES];
        var encode = new long[PICTURES];
        var decode = new long[PICTURES];
        var hash = new long[PICTURES];
        int same = 0;
        long bytes = 0;
        var threads = ManagementFactory.getThreadMXBean();
        try (var source = VideoSource.open(
                        SourceSpec.parse(spec), new CaptureSettings(display, 60, new Size(1280, 720)));
                var encoder = VideoEncoder.open(
                        new EncoderSettings(new Size(source.width(), source.height()).even(), 60, 6000));
                var decoder = VideoDecoder.open()) {
            long wall = System.nanoTime();
            long cpu = threads.getCurrentThreadCpuTime();
            for (int n = 0; n < PICTURES; n++) {
                long start = threads.getCurrentThreadCpuTime();
                var frame = next(source);
                capture[n] = threads.getCurrentThreadCpuTime() - start;
                same += frame.sameAsPrevious() ? 1 : 0;
                start = threads.getCurrentThreadCpuTime();
                var coded = encoder.encode(frame);
                encode[n] = threads.getCurrentThreadCpuTime() - start;
                bytes += coded.annexB().length;
                start = threads.getCurrentThreadCpuTime();
                var pictures = decoder.decode(coded.annexB(), n).pictures();
                decode[n] = threads.getCurrentThreadCpuTime() - start;
                start = threads.getCurrentThreadCpuTime();
                pictures.forEach(Picture::lumaHash);
                hash[n] = threads.getCurrentThreadCpuTime() - start;
                pictures.forEach(Picture::close);
            }
            double seconds = (System.nanoTime() - wall) / 1e9;
            System.out.printf(
                    "%s: %.1f pictures/s, %d unchanged, %.0f kbit/s, this thread %.1f %% of a core%n",
                    name,
                    PICTURES / seconds,
                    same,
                    bytes * 8 / 1000.0 / seconds,
                    100 * (threads.getCurrentThreadCpuTime() - cpu) / 1e9 / seconds);
        }
        print("  capture, compare", capture);
        print("  convert and encode", encode);
        print("  check and decode", decode);
        print("  hash", hash);
    }

    private static void print(String stage, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%-20s p50 %.2f ms  p95 %.2f ms  p99 %.2f ms%n",
                stage,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
    }
}
