package dev.peercade.viewer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.report.CommandEvent.Reception;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.viewer.watch.Quality.Verdict;
import org.junit.jupiter.api.Test;

class QualityTest {

    private static final int WARM = 6;

    private final Quality quality = new Quality();
    private long packets;
    private long lost;
    private long frames;
    private long late;
    private long freezeMs;

    /// Another second with 600 packets and 60 frames.
    private Verdict second(int lostNow, int lateNow, int frozenMs) {
        packets += 600 - lostNow;
        lost += lostNow;
        frames += 60 - lateNow;
        late += lateNow;
        freezeMs += frozenMs;
        return quality.next(figures());
    }

    private StreamFigures figures() {
        return new StreamFigures(
                "viewer",
                null,
                "host",
                400L,
                frames,
                frames,
                60,
                1280,
                720,
                6000,
                lost,
                null,
                freezeMs,
                late,
                1,
                new DelayFigures(null, null, null, null, null, null, null, null),
                new Reception("lan", "first", 1.0, packets, 60, 60.0, 0),
                null);
    }

    private Verdict good(int seconds) {
        Verdict last = Verdict.GOOD;
        for (int i = 0; i < seconds; i++) {
            last = second(0, 0, 0);
        }
        return last;
    }

    @Test
    void aBadSecondNowAndThenIsNoNews() {
        for (int i = 0; i < 10; i++) {
            assertThat(second(60, 0, 400)).isEqualTo(Verdict.GOOD);
            assertThat(good(2)).isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void lossesAreToldOnceTheyLastAndUntilTheyHaveBeenAwayForAWhile() {
        good(WARM);
        assertThat(second(30, 0, 0)).isEqualTo(Verdict.GOOD);
        assertThat(second(30, 0, 0)).isEqualTo(Verdict.GOOD);
        assertThat(second(30, 0, 0)).isEqualTo(Verdict.POOR_WAY);
        assertThat(good(7)).isEqualTo(Verdict.POOR_WAY);
        assertThat(good(1)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void theFirstSecondsSayNothing() {
        for (int i = 0; i < WARM; i++) {
            assertThat(second(60, 20, 400)).isEqualTo(Verdict.GOOD);
        }
        assertThat(good(5)).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aFewLostPacketsAreNoWarning() {
        good(WARM);
        for (int i = 0; i < 10; i++) {
            assertThat(second(6, 0, 0)).isEqualTo(Verdict.GOOD);
        }
    }

    @Test
    void aPictureThatStandsStillAgainAndAgainIsAPoorWay() {
        good(WARM);
        second(0, 0, 300);
        second(0, 0, 0);
        second(0, 0, 500);
        assertThat(second(0, 0, 250)).isEqualTo(Verdict.POOR_WAY);
    }

    @Test
    void picturesThatAreLateHereAreThisMachinesFault() {
        good(WARM);
        second(0, 20, 300);
        second(0, 20, 300);
        assertThat(second(0, 20, 300)).isEqualTo(Verdict.SLOW_MACHINE);
    }

    @Test
    void anotherViewBeginsWithoutAVerdict() {
        good(WARM);
        for (int i = 0; i < 5; i++) {
            second(60, 0, 0);
        }
        quality.reset();
        packets = lost = frames = late = freezeMs = 0;
        assertThat(good(1)).isEqualTo(Verdict.GOOD);
    }
}
