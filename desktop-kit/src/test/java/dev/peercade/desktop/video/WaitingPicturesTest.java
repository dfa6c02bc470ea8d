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
    private static final int BACK_AT = 130;

    private final WaitingPictures<Integer> waiting = new WaitingPictures<>();
    private final List<Integer> shown = new ArrayList<>();
    private final List<Integer> late = new ArrayList<>();
    /// How many pictures the one that is shown was behind the one that came, at most, once the window should be back.
    private int behind;

    /// @param drawMillis that each picture takes
    /// @param heldUpMillis for which the window does something else when the hundredth picture comes
    private void run(int drawMillis, int heldUpMillis) {
        int came = -1;
        int free = 0;
        for (int millis = 0; shown.size() + late.size() < PICTURES; millis++) {
            free = Math.max(free, millis);
            if (came < millis * 60 / 1000 && came < PICTURES - 1) {
                late.addAll(waiting.add(++came, TimeUnit.MILLISECONDS.toNanos(millis)));
                free += came == HELD_UP_AT ? heldUpMillis : 0;
            }
            Integer next = millis < free ? null : waiting.take();
            if (next != null) {
                shown.add(next);
                behind = came < BACK_AT ? 0 : Math.max(behind, came - next);
                free = millis + drawMillis;
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
    @ValueSource(ints = {10, 30, 50})
    void aWindowThatWasHeldUpShowsAllThatWaitedAndIsBackInTime(int heldUpMillis) {
        run(8, heldUpMillis);

        assertThat(late).isEmpty();
        assertThat(shown).isEqualTo(IntStream.range(0, PICTURES).boxed().toList());
        assertThat(behind).isZero();
    }

    @Test
    void ofMoreThanCanWaitTheOldestAreNeverShown() {
        run(8, 150);

        assertThat(late).isNotEmpty().first().isEqualTo(100);
        assertThat(shown).hasSize(PICTURES - late.size()).isSorted();
        assertThat(behind).isZero();
    }

    @Test
    void aWindowThatIsNotBackSoonGoesOnWithTheNewest() {
        run(8, 290);

        // 17 pictures came after it.
        assertThat(late)
                .isEqualTo(IntStream.range(HELD_UP_AT, HELD_UP_AT + 17).boxed().toList());
        assertThat(shown.get(HELD_UP_AT)).isEqualTo(HELD_UP_AT + 17);
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
}
