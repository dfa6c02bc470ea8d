package dev.peercade.viewer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.request.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingTest {

    @Test
    void theWaitsGrowAndTheAttemptsEnd() {
        List<Duration> waits = IntStream.rangeClosed(1, Retrying.ATTEMPTS)
                .mapToObj(attempt -> Objects.requireNonNull(Retrying.waitBefore(attempt)))
                .toList();
        assertThat(waits).isSorted();
        assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration.ofMinutes(5));
        assertThat(Retrying.waitBefore(Retrying.ATTEMPTS + 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamer-lost", "no-path", "no-media", "unreachable", "timeout", "unavailable"})
    void whatAnAccidentHasEndedIsTriedAgain(String code) {
        assertThat(Retrying.helps(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ended",
                "left",
                "replaced",
                "barred",
                "not-found",
                "session-not-viewable",
                "unauthenticated",
                "no-common-codec",
                "internal",
                "decoder-failed"
            })
    void whatAPersonHasDecidedOrWillNotChangeIsNot(String code) {
        assertThat(Retrying.helps(code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"session-finished", "dropped", "rejected", "not-found", "session-not-viewable"})
    void whatCannotBeHadAnyMoreIsNotOfferedAgain(String code) {
        assertThat(Retrying.isSenseless(code)).isTrue();
        assertThat(Retrying.helps(code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamer-lost", "expired", "no-path", "unreachable", "internal", "decoder-failed"})
    void whatMayGoBetterNextTimeIs(String code) {
        assertThat(Retrying.isSenseless(code)).isFalse();
    }

    @Test
    void ofTheMediatorsReasonsOnlySilenceIsTriedAgain() {
        assertThat(CloseReason.values())
                .filteredOn(reason -> Retrying.helps(reason.toString()))
                .containsExactlyInAnyOrder(CloseReason.VIEWER_LOST, CloseReason.EXPIRED);
    }
}
