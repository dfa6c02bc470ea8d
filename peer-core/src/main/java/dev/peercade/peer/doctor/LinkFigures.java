package dev.peercade.peer.doctor;

import java.util.List;

/// How a series of questions went.
///
/// @param sent questions
/// @param answered of these, in time
/// @param roundTripMs the median; 0 where none was answered
/// @param jitterMs the mean difference between one round trip and the next, which the jitter of RFC 3550, section
///     6.4.1, is a smoothed form of; of both ways together, since clocks of two machines are not compared
public record LinkFigures(int sent, int answered, double roundTripMs, double jitterMs) {

    /// @param roundTripsMs of those that were answered, in the order in which they were sent
    static LinkFigures of(int sent, List<Double> roundTripsMs) {
        List<Double> sorted = roundTripsMs.stream().sorted().toList();
        double differences = 0;
        for (int i = 1; i < roundTripsMs.size(); i++) {
            differences += Math.abs(roundTripsMs.get(i) - roundTripsMs.get(i - 1));
        }
        int answered = sorted.size();
        return new LinkFigures(
                sent,
                answered,
                answered == 0 ? 0 : sorted.get(answered / 2),
                answered < 2 ? 0 : differences / (answered - 1));
    }

    /// Of both ways together.
    public double lossPercent() {
        return sent == 0 ? 0 : 100.0 * (sent - answered) / sent;
    }
}
