package dev.peercade.testbed.lab;

/// How bad a link is, the same in both directions.
///
/// @param delayMs one way
/// @param jitterMs at most so much is added to the delay, evenly distributed; packets keep their order
/// @param loss before the queue
/// @param bottleneck behind the loss, before the delay
public record LinkQuality(double delayMs, double jitterMs, Loss loss, Bottleneck bottleneck) {

    /// Carries everything at once.
    public static final LinkQuality PERFECT =
            new LinkQuality(0, 0, Loss.random(0), new Bottleneck(Double.POSITIVE_INFINITY, 65_536));

    /// Gilbert and Elliott's model: a link is in a good or a bad state, and loses by another probability in each.
    /// A packet first changes the state, then is lost or not.
    ///
    /// @param goodToBad probability, of each packet
    /// @param badToGood likewise; a bad state lasts for 1 / badToGood packets on average
    /// @param inGood probability that a packet of the good state is lost
    /// @param inBad likewise of the bad state
    public record Loss(double goodToBad, double badToGood, double inGood, double inBad) {

        /// Each packet for itself.
        static Loss random(double probability) {
            return new Loss(0, 0, probability, probability);
        }
    }

    /// @param mbit a second, IP headers included
    /// @param queueBytes what waits for its turn at most; a packet that finds more waiting is dropped
    public record Bottleneck(double mbit, int queueBytes) {

        /// How long a packet takes.
        double nanos(int bytes) {
            return bytes * 8 * 1000 / mbit;
        }
    }

    public LinkQuality delayMs(double ms) {
        return new LinkQuality(ms, jitterMs, loss, bottleneck);
    }

    public LinkQuality jitterMs(double ms) {
        return new LinkQuality(delayMs, ms, loss, bottleneck);
    }

    /// Loses each packet by this probability.
    public LinkQuality loss(double probability) {
        return bursts(Loss.random(probability));
    }

    public LinkQuality bursts(Loss bursts) {
        return new LinkQuality(delayMs, jitterMs, bursts, bottleneck);
    }

    /// @param mbit a second
    public LinkQuality rate(double mbit, int queueBytes) {
        return new LinkQuality(delayMs, jitterMs, loss, new Bottleneck(mbit, queueBytes));
    }
}
