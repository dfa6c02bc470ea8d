package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.media.LossyLink.Weather;
import dev.peercade.peer.media.frame.AccessUnit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTest {

    private static final Weather BAD = new Weather(Duration.ofMillis(20), Duration.ofMillis(15), 0.05, 0.02, 0.05);

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "127, 4294967295", "32767, 2147483647", "65534, 4294960000", "65535, 4294900000"})
    void everyPictureArrivesAsItWasMadeAcrossWraps(int firstSequenceNumber, long firstTimestamp) {
        Stream stream = new Stream(Weather.fine(), firstSequenceNumber, firstTimestamp, 1);
        stream.run(Duration.ofSeconds(10));

        assertThat(stream.delivered).hasSizeGreaterThan(595);
        for (AccessUnit unit : stream.delivered) {
            assertThat(unit.annexB()).isEqualTo(stream.made.get(H264Bytes.numberOf(unit.annexB())));
        }
        assertThat(stream.receive.figures().lost()).isZero();
        assertThat(stream.send.figures().roundTripNanos()).isBetween(19_900_000L, 20_100_000L);
    }

    @Test
    void aMinuteOfBadWeatherNeverShowsADamagedPictureAndCountsEveryPacket() {
        Stream stream = new Stream(BAD, 65000, 4_294_900_000L, 7);
        stream.run(Duration.ofSeconds(60));

        int last = -1;
        boolean decodable = false;
        for (AccessUnit unit : stream.delivered) {
            int number = H264Bytes.numberOf(unit.annexB());
            assertThat(unit.annexB()).isEqualTo(stream.made.get(number));
            // What is decoded refers to the picture before it, unless it is a keyframe.
            decodable = unit.keyframe() || (decodable && number == last + 1);
            assertThat(decodable).as("picture %s after %s", number, last).isTrue();
            last = number;
        }
        assertThat(stream.delivered).isNotEmpty();

        ReceiveFigures figures = stream.receive.figures();
        assertThat(figures.malformed()).isZero();
        assertThat(figures.duplicates()).isPositive();
        assertThat((double) figures.lost() / stream.rtpSent).isBetween(0.04, 0.06);
        // A keyframe at most every 300 ms, however often it is asked for.
        for (int i = 1; i < stream.keyframesMadeAt.size(); i++) {
            assertThat(stream.keyframesMadeAt.get(i).nanosSince(stream.keyframesMadeAt.get(i - 1)))
                    .isGreaterThanOrEqualTo(299_000_000L);
        }
    }

    @Test
    void theSameSeedRepeatsToTheByte() {
        assertThat(digest(3)).isEqualTo(digest(3)).isNotEqualTo(digest(4));
    }

    private static List<String> digest(long seed) {
        Stream stream = new Stream(BAD, 1000, 1000, seed);
        stream.run(Duration.ofSeconds(10));
        return stream.delivered.stream()
                .map(unit -> unit.capturedAt() + " " + java.util.Arrays.hashCode(unit.annexB()))
                .toList();
    }
}
