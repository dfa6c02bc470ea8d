package dev.peercade.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.Size;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.publish.QualityLadder.Rung;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityLadderTest {

    private static final Size WHOLE = new Size(1280, 720);
    private static final Duration FRAME = Duration.ofMillis(16);

    private final QualityLadder ladder = new QualityLadder(WHOLE, 60);
    private MonoTime now = new MonoTime(Long.MAX_VALUE - 5_000_000_000L);
    private int steps;

    /// The rung after a time at a rate that is off by up to a share of it each time.
    private Rung after(int seconds, int kbps, double noise, SplittableRandom random) {
        MonoTime end = now.plus(Duration.ofSeconds(seconds));
        Rung rung = ladder.present();
        while (now.isBefore(end)) {
            now = now.plus(FRAME);
            double off = 1 + noise * (2 * random.nextDouble() - 1);
            Rung next = ladder.on((int) (kbps * off), now);
            steps += next.equals(rung) ? 0 : 1;
            rung = next;
        }
        return rung;
    }

    private Rung after(int seconds, int kbps) {
        return after(seconds, kbps, 0, new SplittableRandom(1));
    }

    @ParameterizedTest
    @CsvSource({"8000, 1280, 60", "1700, 1280, 60", "1200, 960, 60", "500, 640, 60", "150, 640, 30"})
    void eachRateGetsWhatItIsGoodFor(int kbps, int width, int fps) {
        Rung rung = after(10, kbps);
        assertThat(rung.size().width()).isEqualTo(width);
        assertThat(rung.fps()).isEqualTo(fps);
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 300, 420, 700, 933, 1000, 1260, 1659, 2000, 2240, 4000})
    void aRateThatStaysTheSameBarNoiseMakesNoSteps(int kbps) {
        SplittableRandom random = new SplittableRandom(kbps);
        after(60, kbps, 0.15, random);
        steps = 0;
        after(600, kbps, 0.15, random);
        assertThat(steps).isZero();
    }

    @Test
    void aShortDipIsNoReason() {
        after(10, 8000);
        after(0, 500);
        now = now.plus(Duration.ofMillis(400));
        assertThat(ladder.on(500, now).size()).isEqualTo(WHOLE);
        assertThat(after(10, 8000).size()).isEqualTo(WHOLE);
        assertThat(steps).isZero();
    }

    @Test
    void afterANarrowTimeTheWholePictureComesBack() {
        after(10, 8000);
        assertThat(after(20, 800).size()).isEqualTo(new Size(640, 360));
        assertThat(after(12, 8000).size()).isEqualTo(WHOLE);
    }

    /// Each step up that was in vain makes the next one wait twice as long.
    @Test
    void aWayThatKeepsBreakingInIsTriedMoreSeldom() {
        for (int minute = 0; minute < 10; minute++) {
            for (int i = 0; i < 6; i++) {
                after(9, 2500);
                after(1, 900);
            }
        }
        assertThat(steps).isLessThan(40);
    }

    @Test
    void whoBeginsAtALowRateBeginsSmall() {
        ladder.begin(300);
        assertThat(ladder.present().fps()).isEqualTo(30);
        ladder.begin(8000);
        assertThat(ladder.present().size()).isEqualTo(WHOLE);
    }
}
