package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.media.LossyLink.Weather;
import dev.peercade.peer.media.frame.AccessUnit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lost packets are asked for and come again (RFC 4585, RFC 4588), in virtual time.
class RepairTest {

    private static final Duration LATE = Duration.ofMillis(100);

    private static Stream minute(double loss, Duration delay, boolean repairs) {
        Stream stream = new Stream(new Weather(delay, Duration.ZERO, loss, 0, 0), 65_000, 4_294_900_000L, 11, repairs);
        stream.run(Duration.ofSeconds(60));
        return stream;
    }

    /// Late is what comes more than 100 ms after it was made, 15 of which it is on the way; the limits are a little more
    /// than was seen.
    @ParameterizedTest
    @CsvSource({"0.02, 0.002", "0.05, 0.02", "0.1, 0.1"})
    void ofAMinuteOnlyFewPicturesAreLateOrLost(double loss, double atMost) {
        Stream without = minute(loss, Duration.ofMillis(15), false);
        Stream with = minute(loss, Duration.ofMillis(15), true);
        System.out.printf(
                "loss %.0f %%: late or lost %.2f %% without repair, %.3f %% with it, %d sent again for %d lost%n",
                100 * loss,
                100 * without.lateOrLost(LATE),
                100 * with.lateOrLost(LATE),
                with.send.figures().again(),
                with.receive.figures().lost());
        assertThat(with.lateOrLost(LATE)).isLessThan(atMost).isLessThan(without.lateOrLost(LATE) / 5);
        for (AccessUnit unit : with.delivered) {
            assertThat(unit.annexB()).isEqualTo(with.made.get(H264Bytes.numberOf(unit.annexB())));
        }
        // Neither is anything asked for that is there, nor much more than once.
        assertThat(with.send.figures().again())
                .isLessThan((long) (1.3 * with.receive.figures().lost()));
    }

    @Test
    void whatCannotComeInTimeIsNotAskedFor() {
        Stream far = minute(0.05, Duration.ofMillis(300), true);
        assertThat(far.send.figures().again()).isZero();
        assertThat(far.delivered).isNotEmpty();
    }

    @Test
    void aMinuteOfLossRepeatsToTheByte() {
        assertThat(minute(0.05, Duration.ofMillis(15), true).deliveredAt)
                .isEqualTo(minute(0.05, Duration.ofMillis(15), true).deliveredAt);
    }
}
