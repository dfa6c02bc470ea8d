package dev.peercade.viewer.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.ProtocolStep;
import dev.peercade.viewer.join.JoinModel.Line;
import dev.peercade.viewer.join.JoinModel.State;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JoinModelTest {

    private final JoinModel model = new JoinModel();

    @Test
    void theStepsAreTheProtocolsInItsOrder() {
        assertThat(Arrays.stream(ProtocolStep.values()).map(ProtocolStep::number))
                .containsSubsequence(JoinModel.STEPS);
    }

    @Test
    void theFirstStepThatIsNotDoneRunsAndThoseAfterItAreAhead() {
        assertThat(model.lines()).extracting(Line::state).startsWith(State.RUNNING, State.AHEAD);
        assertThat(model.lines()).extracting(Line::state).containsOnlyOnce(State.RUNNING);
        model.taken("1", 40);
        model.taken("4B", 55);
        assertThat(model.lines().get(1)).isEqualTo(new Line("4B", State.DONE, 55L));
        assertThat(model.lines().get(2)).isEqualTo(new Line("5", State.RUNNING, null));
        assertThat(model.lines().get(3).state()).isEqualTo(State.AHEAD);
    }

    @Test
    void aStepThatOvertakesAnotherLeavesItRunning() {
        model.taken("1", 40);
        model.taken("5", 60);
        assertThat(model.lines())
                .extracting(Line::state)
                .startsWith(State.DONE, State.RUNNING, State.DONE, State.AHEAD);
    }

    @Test
    void aFailureStaysAtItsStepUntilJoiningBeginsAnew() {
        model.taken("1", 40);
        model.failed("unreachable");
        assertThat(model.lines()).extracting(Line::state).startsWith(State.DONE, State.FAILED, State.AHEAD);
        model.begin();
        assertThat(model.lines()).extracting(Line::state).startsWith(State.RUNNING, State.AHEAD);
    }

    @Test
    void aStepThatFailsWhileAnEarlierOneStillRunsIsTheOneThatFailed() {
        model.taken("4B", 30);
        model.failed("unreachable");
        assertThat(model.lines())
                .extracting(Line::state)
                .startsWith(State.AHEAD, State.DONE, State.FAILED, State.AHEAD);
    }

    @Test
    void whatIsNoStepOfJoiningChangesNothing() {
        model.taken("12", 9000);
        model.taken("13", 9001);
        assertThat(model.lines()).extracting(Line::state).startsWith(State.RUNNING, State.AHEAD);
    }

    @Test
    void whatTheStreamerDoesUnseenIsDoneWhenItsPicturesCome() {
        Stream.of("1", "4B", "5", "6", "7", "8").forEach(step -> model.taken(step, 10));
        assertThat(model.lines().get(6)).isEqualTo(new Line("9", State.RUNNING, null));
        model.taken("11", 90);
        assertThat(model.lines())
                .endsWith(
                        new Line("9", State.DONE, null),
                        new Line("10", State.DONE, null),
                        new Line("11", State.DONE, 90L));
    }

    @Test
    void aFailureIsShownAtTheStepThatItBelongsTo() {
        Stream.of("1", "4B", "5", "6", "7", "8").forEach(step -> model.taken(step, 10));
        model.failed("no-path");
        assertThat(model.lines()).extracting(Line::state).endsWith(State.DONE, State.AHEAD, State.AHEAD, State.FAILED);
        model.failed("rejected");
        assertThat(model.lines()).extracting(Line::state).endsWith(State.DONE, State.AHEAD, State.FAILED, State.AHEAD);
    }
}
