package dev.peercade.peer.edge.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ColdStartTest {

    /// Measured: 15 to 65 ms while other builds kept both cores busy, of 500 ms that click to first picture may take;
    /// without the warm-up 550 to 1600 ms.
    private static final long LIMIT_MS = 400;

    /// A machine that is busy with other things may need another try.
    private static final int TRIES = 3;

    @Test
    void afterTheWarmUpTheFirstHandshakeOfAFreshJvmTakesNoNoticeableTime() throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best >= LIMIT_MS; i++) {
            best = Math.min(best, firstHandshakeMs());
        }
        assertThat(best).isLessThan(LIMIT_MS);
    }

    private static long firstHandshakeMs() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ColdStart.class.getName(),
                        "warm")
                .redirectErrorStream(true)
                .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(output).isZero();

        Matcher first = Pattern.compile("handshake1Ms=(\\d+)").matcher(output);
        assertThat(first.find()).as(output).isTrue();
        return Long.parseLong(first.group(1));
    }
}
