package dev.peercade.desktop.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream of 60 pictures a second and a window that draws, in virtual time.
class WaitingPicturesTest {

    private static final int PICTURES = 600;
    private static final int HELD_UP_AT = 100;
    private static final int BACK_AT = 140;

    private final WaitingPictures<Integer> waiting = new WaitingPictures<>();
    private final List<Integer> shown = new ArrayList<>();
    private final List<Integer> late = new ArrayList<>();
    private long shownAt;
    /// From one that is shown to the next, in microseconds, at most.
    private long gap;
    /// How many pictures the one that is shown was behind the one that came, at most, once the window should be back.
    private int behind;

    /// @param drawMillis   that each picture takes
    /// @param heldUpMillis for which the window does something else when the hundredth picture comes
    private void run(int drawMillis, int heldUpMillis) {
        run(drawMillis, heldUpMillis, 1, 1);
    }

    /// @param pulseMicros   from one time at which a picture can be drawn to the next
    /// @param convertMillis that each picture takes before it can be drawn
    private void run(int drawMillis, int heldUpMillis, int pulseMicros, int convertMillis) {
        int came = -1;
        long free = 0;
        long pulse = 0;
        long convertedAt = 0;
        Integer converting = null;
        Integer converted = null;
        for (long micros = 0; shown.size() + late.size() < PICTURES; micros += 100) {
            if (came < micros * 60 / 1_000_000 && came < PICTURES - 1) {
                boolean idle = converting == null && converted == null;
                late.addAll(waiting.add(++came, TimeUnit.MICROSECONDS.toNanos(micros), idle));
                free += came == HELD_UP_AT ? 1000L * heldUpMillis + Math.max(0, micros - free) : 0;
            }
            if (converting != null && micros >= convertedAt) {
                if (converted != null) {
                    late.add(converted);
                }
                converted = converting;
                converting = null;
            }
            if (converting == null) {
                converting = waiting.next(converted == null);
                convertedAt = micros + 1000L * convertMillis;
            }
            boolean now = micros >= pulse;
            if (now) {
                pulse += pulseMicros;
            }
            if (now && micros >= free && converted != null) {
                gap = Math.max(gap, micros - shownAt);
                shownAt = micros;
                shown.add(converted);
                behind = came < BACK_AT ? 0 : Math.max(behind, came - converted);
                converted = null;
                free = micros + 1000L * drawMillis;
            }
        }
    }

    @Test
    void aWindowThatKeepsUpShowsEachAtOnce() {
        run(5, 0);

        assertThat(shown).isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
        assertThat(behind).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 50, 120})
    void aWindowThatWasHeldUpShowsAllThatWaitedAndIsBackInTime(int heldUpMillis) {
        run(8, heldUpMillis);

        assertThat(late).isEmpty();
        assertThat(shown).isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
        assertThat(behind).isZero();
    }

    @Test
    void ofMoreThanCanWaitTheOldestAreNeverShown() {
        run(8, 260);

        assertThat(late).isNotEmpty().first().isEqualTo(HELD_UP_AT + 1);
        assertThat(shown).hasSize(PICTURES - late.size()).isSorted();
        assertThat(behind).isZero();
    }

    @Test
    void aWindowThatIsNotBackSoonGoesOnWithTheNewest() {
        run(8, 540);

        // 32 pictures came after it.
        assertThat(late.stream().sorted().toList())
                .isEqualTo(IntStream.range(HELD_UP_AT, HELD_UP_AT + 32).boxed().toList());
        assertThat(shown.get(HELD_UP_AT)).isEqualTo(HELD_UP_AT + 32);
        assertThat(behind).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 20, 33, 60})
    void aWindowThatCannotKeepUpIsNeverFarBehind(int drawMillis) {
        run(drawMillis, 0);

        assertThat(late).isNotEmpty();
        assertThat(shown).isSorted().doesNotContainAnyElementsOf(late);
        assertThat(shown.size()).isGreaterThanOrEqualTo(PICTURES * 1000 / 60 / drawMillis - 1);
        // One more is converted, and some come while one is drawn.
        assertThat(behind).isLessThanOrEqualTo(WaitingPictures.MOST + 1 + Math.ceilDiv(60 * drawMillis, 1000));
    }

    @Test
    void whatAWindowCannotShowIsLeftOutEvenly() {
        run(20, 0);

        // One in six, and a few at once each time that it tries again: after 0.5, 1, 2, 4 s.
        assertThat(late).hasSizeBetween(95, 105);
        assertThat(IntStream.range(1, late.size()).filter(at -> late.get(at) == late.get(at - 1) + 1))
                .hasSizeBetween(1, 25);
        List<Integer> after = late.stream().filter(picture -> picture > 8 * 60).toList();
        assertThat(IntStream.range(1, after.size()).map(at -> after.get(at) - after.get(at - 1)))
                .containsOnly(6);
    }

    @Test
    void aWindowThatDrawsAsOftenAsPicturesComeIsNotBehindForGood() {
        run(5, 60, 16_667, 4);

        assertThat(late).hasSizeBetween(1, 5);
        // The one that comes as it is drawn.
        assertThat(behind).isLessThanOrEqualTo(1);
    }

    @Test
    void aWindowThatWasHeldUpOnceIsPatientAgainSoon() {
        long nanos = 0;
        for (int picture = 0; picture < 100; picture++) {
            nanos += 16_666_667;
            late.addAll(waiting.add(picture, nanos, false));
        }
        assertThat(late).hasSize(99);
        // It showed nothing in all that time, so that was once.
        nanos += WaitingPictures.NEWEST_ONLY.toNanos();
        assertThat(waiting.next(true)).isEqualTo(99);
        assertThat(waiting.add(100, nanos, true)).isEmpty();
        assertThat(waiting.add(101, nanos, false)).isEmpty();
        assertThat(waiting.next(false)).isNull();
        assertThat(waiting.next(true)).isEqualTo(100);
        assertThat(waiting.clear()).containsExactly(101);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 17, 20, 25, 40})
    void howeverSlowTheConversionIsTheWindowGoesOn(int convertMillis) {
        run(2, 0, 1, convertMillis);

        assertThat(shown.size())
                .isGreaterThanOrEqualTo(Math.min(PICTURES, PICTURES * 1000 / 60 / (convertMillis + 3) - 1));
        assertThat(gap).isLessThan(1000L * (2 * convertMillis + 20));
    }
}
