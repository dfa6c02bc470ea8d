package dev.peercade.viewer.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides how far joining has come. Window's thread.
public final class JoinModel {

    /// What leads to a picture, in its order. The last three the streamer does.
    public static final List<String> STEPS = List.of("1", "4B", "5", "6", "7", "8", "9", "10", "11");

    private static final String LAST = "11";

    /// What the streamer does unseen: that its pictures come says that it has.
    private static final Set<String> UNSEEN = Set.of("9", "10");

    /// What a failure says of the step that it belongs to, once the streamer has been asked.
    private static final Map<String, String> FAILED_AT =
            Map.of("rejected", "10", "dropped", "10", "no-path", LAST, "no-media", LAST, "handshake-failed", LAST);

    public enum State {
        DONE,
        RUNNING,
        FAILED,
        AHEAD
    }

    /// @param step the protocol's number
    /// @param atMs when it was done, since joining began; null before that, and where nobody here has seen it
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

    /// The step after the last that was done has failed, since the first ones run beside each other; or the one that
    /// the code names.
    public void failed(String code) {
        int next = STEPS.size();
        while (next > 0 && !isDone(STEPS.get(next - 1))) {
            next--;
        }
        String told = done.containsKey("8") ? FAILED_AT.get(code) : null;
        show(told == null ? next : STEPS.indexOf(told), State.FAILED);
    }

    private boolean isDone(String step) {
        return done.containsKey(step) || UNSEEN.contains(step) && done.containsKey(LAST);
    }

    /// @param state of the first step from there on that is not done
    private void show(int from, State state) {
        List<Line> now = new ArrayList<>();
        State next = state;
        for (int at = 0; at < STEPS.size(); at++) {
            String step = STEPS.get(at);
            if (isDone(step)) {
                now.add(new Line(step, State.DONE, done.get(step)));
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
