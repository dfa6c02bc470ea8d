package dev.peercade.peer.nodes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A few questions to one node and how long each answer took. For one thread at a time.
public final class RoundTrips {

    /// An odd number has a median of its own.
    public static final int ROUNDS = 5;

    private final List<Double> answered = new ArrayList<>();
    private int lost;

    public void answered(double ms) {
        answered.add(ms);
    }

    public void lost() {
        lost++;
    }

    /// How many questions had no answer in time.
    public int lostCount() {
        return lost;
    }

    /// Whether there is nothing more to learn: all are asked, or the median is lost already.
    public boolean isOver() {
        return answered.size() + lost >= ROUNDS || lost > ROUNDS / 2;
    }

    /// The median, where what was lost counts as late; null where most were lost.
    public @Nullable Double medianMs() {
        List<Double> sorted = answered.stream().sorted().toList();
        int middle = (answered.size() + lost) / 2;
        return middle < sorted.size() ? sorted.get(middle) : null;
    }
}
