package dev.peercade.streamer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static final UUID BEN = new UUID(0, 1);
    private static final MonoTime START = new MonoTime(5_000_000_000L);

    private final Audience audience = new Audience();

    @Test
    void whoAsksIsLetInAndWatchesFromThenOn() {
        audience.asks("ben", BEN, START);
        assertThat(audience.asking("ben")).isEqualTo(BEN);
        assertThat(audience.watching("ben")).isNull();
        assertThat(audience.watched()).isFalse();
        audience.joins("ben", BEN, at(10));
        assertThat(audience.asking("ben")).isNull();
        assertThat(audience.watching("ben")).isEqualTo(BEN);
        assertThat(audience.guests(at(12))).containsExactly(new Guest("ben", false, Duration.ofSeconds(2), null));
        audience.leaves("ben", new UUID(0, 2));
        assertThat(audience.watched())
                .as("another request of the same viewer has ended")
                .isTrue();
        audience.leaves("ben", BEN);
        assertThat(audience.guests(at(13))).isEmpty();
    }

    @Test
    void rateIsThatOfTheLastSecondAndLossThatOfTheLastFive() {
        audience.joins("ben", BEN, START);
        // A hundred packets of 1000 bytes a second; ten of them lost in the second second.
        for (int second = 0; second <= 5; second++) {
            sample(second, second * 100L, second >= 2 ? 10 : 0);
        }
        Guest.Way way = way(5);
        assertThat(way.bitrateKbps()).isEqualTo(800);
        assertThat(way.lossPercent()).isEqualTo(2);
        for (int second = 6; second <= 7; second++) {
            sample(second, second * 100L, 10);
        }
        assertThat(way(7).lossPercent()).as("it is long ago").isZero();
    }

    @Test
    void thereIsNoWayBeforeAPathIsFound() {
        audience.joins("ben", BEN, START);
        audience.sample(Map.of(BEN, PathFigures.NONE), at(1));
        assertThat(audience.guests(at(1)).getFirst().way()).isNull();
    }

    private void sample(int second, long packets, long lost) {
        PathFigures path = new PathFigures(
                new PathFigures.Way(CandidateKind.HOST, Rung.LAN, Move.FIRST), 1.5, packets, packets * 1000, lost, 0);
        audience.sample(Map.of(BEN, path), at(second));
    }

    private Guest.Way way(int second) {
        return java.util.Objects.requireNonNull(
                audience.guests(at(second)).getFirst().way());
    }

    private static MonoTime at(int second) {
        return START.plus(Duration.ofSeconds(second));
    }
}
