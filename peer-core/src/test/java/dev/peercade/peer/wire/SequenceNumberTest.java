package dev.peercade.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 32767, 65534, 65535})
    void numbersCompareByDistanceAcrossTheWrap(int start) {
        for (int step : new int[] {1, 2, 100, 32767}) {
            int later = (start + step) & 0xFFFF;
            assertThat(SequenceNumber.isAfter(later, start)).isTrue();
            assertThat(SequenceNumber.isAfter(start, later)).isFalse();
            assertThat(SequenceNumber.distance(later, start)).isEqualTo(step);
        }
        assertThat(SequenceNumber.isAfter(start, start)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 32767, 65534, 65535})
    void unwrappedNumbersRunOnThroughSeveralWraps(int start) {
        long reference = start;
        int number = start;
        for (long expected = start; expected < start + 200_000L; expected += 1001) {
            reference = SequenceNumber.unwrap(number, reference);
            assertThat(reference).isEqualTo(expected);
            number = (number + 1001) & 0xFFFF;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4294967295L, 2147483647L, 4294900000L})
    void timestampsRunOnThroughTheWrap(long start) {
        long reference = start;
        for (long expected = start; expected < start + 20_000_000_000L; expected += 1_000_000_007L) {
            reference = SequenceNumber.unwrapTimestamp(expected & 0xFFFFFFFFL, reference);
            assertThat(reference).isEqualTo(expected);
        }
    }
}
