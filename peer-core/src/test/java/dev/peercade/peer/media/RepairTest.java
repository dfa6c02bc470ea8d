package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.media.LossyLink.Weather;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.wire.RtcpPacket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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

    /// Late is what comes more than 100 ms after it was made, 15 of which it is on the way; the limits are a little
    /// more
    /// than was seen.
    @ParameterizedTest
    @CsvSource({"0.02, 0.0002", "0.05, 0.0005", "0.1, 0.002"})
    void ofAMinuteOnlyFewPicturesAreLateOrLost(double loss, double atMost) {
        Stream without = minute(loss, Duration.ofMillis(15), false);
        Stream with = minute(loss, Duration.ofMillis(15), true);
        assertThat(with.lateOrLost(LATE)).isLessThan(atMost).isLessThan(without.lateOrLost(LATE) / 5);
        for (AccessUnit unit : with.delivered) {
            assertThat(unit.annexB()).isEqualTo(with.made.get(H264Bytes.numberOf(unit.annexB())));
        }
        // Neither is anything asked for that is there, nor much more than once; each goes twice.
        assertThat(with.send.figures().again())
                .isLessThan((long) (2.4 * with.receive.figures().lost()));
    }

    /// Nobody who has the keys can make the streamer send much more than it sends anyway.
    @Test
    void whoAsksForAllAgainGetsHalfAtMost() {
        Stream stream = new Stream(Weather.fine(), 0, 0, 5, true);
        for (int second = 0; second < 20; second++) {
            stream.run(Duration.ofSeconds(1));
            List<Integer> all = IntStream.range(0, 65_536).boxed().toList();
            for (int ask = 0; ask < 20; ask++) {
                stream.send.onRtcp(nack(all), stream.now().plus(Duration.ofMillis(100L * ask)));
            }
        }
        assertThat(stream.send.figures().again())
                .isPositive()
                .isLessThan(stream.send.figures().packets() / 2 + 200);
    }

    private static byte[] nack(List<Integer> lost) {
        return RtcpPacket.writeCompound(List.of(new RtcpPacket.GenericNack(Stream.RECEIVER, Stream.SENDER, lost)));
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
