package dev.peercade.streamer.check;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.streamer.check.Check.Item;
import dev.peercade.streamer.check.Check.Verdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Looks at one thing after the other. Window's thread.
public final class CheckModel {

    /// How far one thing is.
    public sealed interface State {
        record Waiting() implements State {}

        record Running() implements State {}

        record Done(Verdict verdict) implements State {}

        record Failed(Problem problem) implements State {}
    }

    private final Check check;
    private final Work work;
    private final Map<Item, ReadOnlyObjectWrapper<State>> states = new EnumMap<>(Item.class);
    private final ReadOnlyBooleanWrapper done = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper good = new ReadOnlyBooleanWrapper();
    private boolean running;

    public CheckModel(Check check, Work work) {
        this.check = check;
        this.work = work;
        for (Item item : Item.values()) {
            states.put(item, new ReadOnlyObjectWrapper<>(new State.Waiting()));
        }
    }

    /// Begins, or begins again, unless it runs.
    public void run() {
        if (!running) {
            running = true;
            done.set(false);
            Arrays.stream(Item.values()).forEach(item -> set(item, new State.Waiting()));
            next(0);
        }
    }

    private void next(int number) {
        if (number == Item.values().length) {
            running = false;
            good.set(states.values().stream()
                    .allMatch(state -> state.get() instanceof State.Done finished
                            && finished.verdict().good()));
            done.set(true);
            return;
        }
        Item item = Item.values()[number];
        set(item, new State.Running());
        work.run(
                () -> check.run(item),
                verdict -> {
                    set(item, new State.Done(verdict));
                    next(number + 1);
                },
                e -> {
                    set(item, new State.Failed(Problem.of(e)));
                    next(number + 1);
                });
    }

    private void set(Item item, State state) {
        wrapper(item).set(state);
    }

    private ReadOnlyObjectWrapper<State> wrapper(Item item) {
        return java.util.Objects.requireNonNull(states.get(item));
    }

    public ReadOnlyObjectProperty<State> state(Item item) {
        return wrapper(item).getReadOnlyProperty();
    }

    /// Whether everything was looked at.
    public ReadOnlyBooleanProperty done() {
        return done.getReadOnlyProperty();
    }

    /// Whether all of it is as it should be; counts once it is done.
    public ReadOnlyBooleanProperty good() {
        return good.getReadOnlyProperty();
    }
}
