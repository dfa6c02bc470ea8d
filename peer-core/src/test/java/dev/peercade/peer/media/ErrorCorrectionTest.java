package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the way is too long for a question and its answer parity packets mend what is lost, in virtual time.
class ErrorCorrectionTest {

    private static final Duration FAR = Duration.ofMillis(60);
    private static final int KBPS = 6000;

    private static NarrowStream minute(double loss, Duration delay, boolean corrects) {
        NarrowLink link = new NarrowLink(50e6, Duration.ofMillis(100), delay, Duration.ZERO, loss, 9);
        NarrowStream stream = new NarrowStream(link, delay, KBPS, 4, corrects);
        // What the way takes and loses has to be learnt.
        stream.run(Duration.ofSeconds(5));
        stream.forgetFigures();
        stream.run(Duration.ofSeconds(60));
        return stream;
    }

    /// A round trip of 120 ms, and a picture has 100: retransmission is always too late.
    @ParameterizedTest
    @CsvSource({"0.01, 0.005", "0.02, 0.01", "0.05, 0.06"})
    void onALongWayMostOfWhatIsLostIsMadeUpForInTime(double loss, double atMost) {
        NarrowStream without = minute(loss, FAR, false);
        NarrowStream with = minute(loss, FAR, true);
        assertThat(with.lateOrLost(100)).isLessThan(atMost).isLessThan(without.lateOrLost(100) / 4);
        assertThat(with.send.figures().parities())
                .isLessThan(with.send.figures().packets() * 6 / 10);
    }

    /// Parity would only take from the picture.
    @ParameterizedTest
    @CsvSource({"0, 60", "0.02, 15", "0.05, 15"})
    void withoutLossOrOnAShortWayThereIsNoParity(double loss, long delayMs) {
        NarrowStream stream = minute(loss, Duration.ofMillis(delayMs), true);
        assertThat(stream.send.figures().parities()).isZero();
        assertThat(stream.delaysMs).hasSizeGreaterThan(3000);
    }
}
