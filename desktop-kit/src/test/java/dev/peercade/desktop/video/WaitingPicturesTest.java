package dev.peercade.desktop.video;

import static java.util.Objects.requireNonNull;
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
    /// How many pictures the one that is shown was behind the one that came, at most, once the window should be back.
    private int behind;

    /// @param drawMillis   that each picture takes
    /// @param heldUpMillis for which the window does something else when the hundredth picture comes
    private void run(int drawMillis, int heldUpMillis) {
        run(drawMillis, heldUpMillis, 1);
    }

    /// @param pulseMicros from one time at which a picture can be drawn to the next
    private void run(int drawMillis, int heldUpMillis, int pulseMicros) {
        int came = -1;
        long free = 0;
        long pulse = 0;
        for (long micros = 0; shown.size() + late.size() < PICTURES; micros += 100) {
            if (came < micros * 60 / 1_000_000 && came < PICTURES - 1) {
                late.addAll(waiting.add(++came, TimeUnit.MICROSECONDS.toNanos(micros)));
                free += came == HELD_UP_AT ? 1000L * heldUpMillis + Math.max(0, micros - free) : 0;
            }
            boolean now = micros >= pulse;
            if (now) {
                pulse += pulseMicros;
            }
            Integer next = now && micros >= free ? waiting.next() : null;
            if (next != null) {
                assertThat(waiting.draw(next)).isTrue();
                shown.add(next);
                behind = came < BACK_AT ? 0 : Math.max(behind, came - next);
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

        assertThat(late).isNotEmpty().first().isEqualTo(100);
        assertThat(shown).hasSize(PICTURES - late.size()).isSorted();
        assertThat(behind).isZero();
    }

    @Test
    void aWindowThatIsNotBackSoonGoesOnWithTheNewest() {
        run(8, 540);

        // 32 pictures came after it.
        assertThat(late)
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
        assertThat(behind).isLessThanOrEqualTo(WaitingPictures.MOST);
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
        run(5, 60, 16_667);

        assertThat(late).hasSizeBetween(1, 5);
        assertThat(behind).isZero();
    }

    @Test
    void aWindowThatWasHeldUpOnceIsPatientAgainSoon() {
        run(8, 540);
        int once = late.size();
        int second = PICTURES;
        long nanos = TimeUnit.SECONDS.toNanos(100);
        for (int held = 0; held < 2; held++) {
            late.addAll(waiting.add(second++, nanos++));
        }

        assertThat(late).hasSize(once);
    }

    @Test
    void whatIsNeverShownIsNotDrawnAfterAll() {
        waiting.add(0, 0);
        Integer next = requireNonNull(waiting.next());
        for (int picture = 1; picture <= WaitingPictures.MOST; picture++) {
            waiting.add(picture, 0);
        }

        assertThat(next).isZero();
        assertThat(waiting.draw(next)).isFalse();
        assertThat(waiting.clear()).hasSize(WaitingPictures.MOST).startsWith(1);
        assertThat(waiting.next()).isNull();
    }
}
