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

    private final WaitingPictures<Integer> waiting = new WaitingPictures<>();
    private final List<Integer> shown = new ArrayList<>();
    private final List<Integer> late = new ArrayList<>();
    /// How many pictures the one that is shown is behind the one that came, at most since the window was held up last.
    private int behind;

    /// Milliseconds that a picture takes to be drawn, and those for which the window does something else at the
    /// hundredth picture.
    private void run(int drawMillis, int heldUpMillis) {
        int free = 0;
        for (int millis = 0; millis < PICTURES * 1000 / 60; millis++) {
            int came = millis * 60 / 1000;
            if (came != (millis - 1) * 60 / 1000 || millis == 0) {
                late.addAll(waiting.add(came, TimeUnit.MILLISECONDS.toNanos(millis)));
                free += came == 100 ? heldUpMillis : 0;
            }
            if (millis >= free) {
                Integer next = waiting.take();
                if (next != null) {
                    shown.add(next);
                    behind = Math.max(came > 130 ? behind : 0, came - next);
                    free = millis + drawMillis;
                }
            }
            free = Math.max(free, millis);
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
