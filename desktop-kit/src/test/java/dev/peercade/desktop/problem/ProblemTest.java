package dev.peercade.desktop.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void diagnosticsSayWhereAFaultHappenedAndNoAddress() {
        Problem problem =
                Problem.of(new IllegalStateException("at 192.0.2.7", new IOException("to play.example:8480")));
        assertThat(problem.diagnostics())
                .startsWith("problem: internal\npeercade: ")
                .contains("os.name: " + System.getProperty("os.name"))
                .contains(
                        "java.lang.IllegalStateException",
                        "java.io.IOException",
                        "  at " + getClass().getName())
                .doesNotContain("192.0.2.7")
                .doesNotContain("play.example");
    }

    @Test
    void whatIsForeseenNeedsNoTrace() {
        assertThat(new Problem("dropped", "The streamer has removed you.", "Pick another session.").diagnostics())
                .startsWith("problem: dropped")
                .doesNotContain("  at ");
    }

    @Test
    void anAddressCanBeLeftOut() {
        Problem shown = new Problem("unreachable", "play.example:8480 does not answer.", "Is play.example right?")
                .without("play.example");
        assertThat(shown.cause()).isEqualTo("\u2022\u2022\u2022 does not answer.");
        assertThat(shown.remedy()).isEqualTo("Is \u2022\u2022\u2022 right?");
    }

    @Test
    void inWhateverWayAHostIsWrittenItIsLeftOut() {
        Problem told = new Problem("x", "play.example:8480, [2001:db8::1]:8480 and 2001:DB8::1.", "");
        assertThat(told.without("Play.Example").without("[2001:db8::1]").cause())
                .isEqualTo("\u2022\u2022\u2022, \u2022\u2022\u2022 and \u2022\u2022\u2022.");
    }
}
