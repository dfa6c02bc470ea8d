package dev.peercade.viewer.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides how far joining has come. Window's thread.
public final class JoinModel {

    /// What a viewer does, in its order; the last one the streamer does, with steps 9 and 10, which only it can
    /// see.
    public static final List<String> STEPS = List.of("1", "4B", "5", "6", "7", "8", "11");

    public enum State {
        DONE,
        RUNNING,
        FAILED,
        AHEAD
    }

    /// @param step the protocol's number
    /// @param atMs when it was done, since joining began, or null
    public record Line(String step, State state, @Nullable Long atMs) {}

    private final Map<String, Long> done = new HashMap<>();
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Line> linesForAll = FXCollections.unmodifiableObservableList(lines);

    public JoinModel() {
        begin();
    }

    /// From the first step, again if need be.
    public void begin() {
        done.clear();
        show(State.RUNNING);
    }

    public void taken(String step, long atMs) {
        done.put(step, atMs);
        show(State.RUNNING);
    }

    /// The step that was running has failed.
    public void failed() {
        show(State.FAILED);
    }

    /// @param first of the first step that is not done
    private void show(State first) {
        List<Line> now = new ArrayList<>();
        State next = first;
        for (String step : STEPS) {
            Long atMs = done.get(step);
            if (atMs != null) {
                now.add(new Line(step, State.DONE, atMs));
            } else {
                now.add(new Line(step, next, null));
                next = State.AHEAD;
            }
        }
        lines.setAll(now);
    }

    /// One for each of [#STEPS].
    public ObservableList<Line> lines() {
        return linesForAll;
    }
}
