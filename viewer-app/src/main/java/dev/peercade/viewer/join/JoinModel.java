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
        show(0, State.RUNNING);
    }

    public void taken(String step, long atMs) {
        done.put(step, atMs);
        show(0, State.RUNNING);
    }

    /// The step after the last that was done has failed: the first ones run beside each other.
    public void failed() {
        int last = STEPS.size() - 1;
        while (last >= 0 && !done.containsKey(STEPS.get(last))) {
            last--;
        }
        show(last + 1, State.FAILED);
    }

    /// @param state of the first step from there on that is not done
    private void show(int from, State state) {
        List<Line> now = new ArrayList<>();
        State next = state;
        for (int at = 0; at < STEPS.size(); at++) {
            String step = STEPS.get(at);
            Long atMs = done.get(step);
            if (atMs != null) {
                now.add(new Line(step, State.DONE, atMs));
            } else {
                now.add(new Line(step, at < from ? State.AHEAD : next, null));
                next = at < from ? next : State.AHEAD;
            }
        }
        lines.setAll(now);
    }

    /// One for each of [#STEPS].
    public ObservableList<Line> lines() {
        return linesForAll;
    }
}
