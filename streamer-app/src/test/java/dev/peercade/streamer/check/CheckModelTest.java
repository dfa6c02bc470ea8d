package dev.peercade.streamer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.MediaException;
import dev.peercade.streamer.check.Check.Item;
import dev.peercade.streamer.check.Check.Outcome;
import dev.peercade.streamer.check.Check.Verdict;
import dev.peercade.streamer.check.CheckModel.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckModelTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Map<Item, Outcome> outcomes = new EnumMap<>(Item.class);
    private @Nullable Item broken;

    private final CheckModel model = new CheckModel(
            item -> {
                if (item == broken) {
                    throw new MediaException(MediaException.NO_DISPLAY, "There is no display.", "Give one.");
                }
                return new Verdict(outcomes.getOrDefault(item, Outcome.GOOD), List.of("x", "1"));
            },
            new Work(tasks::add, Runnable::run));

    private void step() {
        tasks.removeFirst().run();
    }

    @Test
    void oneThingIsTriedAfterTheOther() {
        model.run();
        model.run();
        assertThat(tasks).hasSize(1);
        assertThat(model.state(Item.SERVER).get()).isEqualTo(new State.Running());
        assertThat(model.state(Item.ADDRESS).get()).isEqualTo(new State.Waiting());
        step();
        assertThat(model.state(Item.SERVER).get()).isInstanceOf(State.Done.class);
        assertThat(model.state(Item.ADDRESS).get()).isEqualTo(new State.Running());
        step();
        step();
        assertThat(model.done().get()).isFalse();
        step();
        assertThat(model.done().get()).isTrue();
        assertThat(model.good().get()).isTrue();
    }

    @Test
    void whatFailsIsToldAndTheOthersAreTriedAllTheSame() {
        broken = Item.CAPTURE;
        outcomes.put(Item.ADDRESS, Outcome.LIMITED);
        model.run();
        while (!tasks.isEmpty()) {
            step();
        }
        assertThat(model.state(Item.CAPTURE).get())
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        failed -> assertThat(failed.problem().remedy()).isEqualTo("Give one."));
        assertThat(model.state(Item.ENCODER).get()).isInstanceOf(State.Done.class);
        assertThat(model.good().get()).isFalse();
        broken = null;
        outcomes.clear();
        model.run();
        assertThat(model.done().get()).isFalse();
        while (!tasks.isEmpty()) {
            step();
        }
        assertThat(model.good().get()).isTrue();
    }
}
