package dev.peercade.peer.media.congestion;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportFeedback;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much may be sent to one viewer, and how fast within a picture. Looks at three things in the receiver's feedback:
/// whether a queue stands on the way (then what arrives is what the way carries, and a little less is sent until it
/// is empty), how far pictures are pulled apart (then more may be tried at once, without probing), and loss that goes
/// when less is sent. Decision 26 says why it is not the algorithm of draft-ietf-rmcat-gcc-02.
public final class BandwidthEstimator {

    /// Until the path is known: a picture that one can play by, on any path that one can play on.
    public static final int START_KBPS = 3000;

    private static final double MIN = 150_000;
    private static final double MAX = 200_000_000;

    /// Within a picture packets may leave faster than the way carries in the long run, or nothing would be learnt.
    private static final double PACE_ABOVE = 1.25;

    private static final double PACE_MAX = 1e9;

    /// A queue that stands so long, beside what jitter adds, is one that we fill.
    private static final long STANDING_NANOS = 8_000_000;

    /// Below this more is tried.
    private static final long EMPTY_NANOS = 4_000_000;

    /// A standing queue is to be gone after so long.
    private static final double DRAIN_NANOS = 400e6;

    /// Pictures differ in size by less.
    private static final double SUDDEN = 0.75;

    /// Of what pictures' dispersion shows, so much is gone for at once.
    private static final double TRUST_IN_TRAINS = 0.85;

    private static final Duration DISTRUST_FIRST = Duration.ofSeconds(4);
    private static final Duration DISTRUST_LAST = Duration.ofSeconds(60);

    /// A way that carries more than it did carries this much more.
    private static final double NEWS = 1.1;

    /// More than the way carries makes a queue within this time.
    private static final Duration TRIAL = Duration.ofSeconds(1);

    /// As long as the window in which loss is counted, and a round trip: what is lost in it may be our fault.
    private static final Duration CROWDED = Duration.ofMillis(1300);

    /// Without feedback for so long the way may be blocked.
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final SentPackets packets = new SentPackets();
    private QueueDelay queue = new QueueDelay();
    private final ArrivalRate arrivals = new ArrivalRate(400_000_000);
    private final ArrivalRate latestArrivals = new ArrivalRate(120_000_000);
    private final Trains trains = new Trains();
    private final LossShare loss = new LossShare();

    private double target;
    private double pace;
    private double beforeTrial;
    private long heldStanding;
    private double ownLoss;
    private @Nullable MonoTime fullAt;
    /// What the way carried when it was full last.
    private double known;
    private Duration distrust = DISTRUST_FIRST;
    private @Nullable MonoTime trainsFrom;
    private @Nullable MonoTime triedAt;
    private @Nullable MonoTime holdUntil;
    private @Nullable MonoTime updatedAt;
    private @Nullable MonoTime heardAt;
    private @Nullable MonoTime sentAt;

    /// @param startKbps what is sent at first
    public BandwidthEstimator(int startKbps) {
        target = Math.clamp(startKbps * 1000.0, MIN, MAX);
        pace = 2 * target;
    }

    /// A packet leaves.
    ///
    /// @param bytes on the wire, headers of UDP and IP included
    /// @param train the same for packets of one picture, sent one after the other
    /// @return its transport-wide sequence number
    public int onSent(int bytes, long train, MonoTime now) {
        MonoTime before = sentAt;
        if (before == null || now.nanosSince(before) > SILENCE.toNanos()) {
            // There was nothing to hear of.
            heardAt = now;
        }
        sentAt = now;
        return packets.add(bytes, train, now);
    }

    /// @param roundTrip zero where it is not known
    public void onFeedback(TransportFeedback feedback, Duration roundTrip, MonoTime now) {
        List<PacketResult> results = packets.onFeedback(feedback);
        boolean arrived = false;
        for (PacketResult result : results) {
            loss.onResult(result);
            Long arrival = result.arrivalNanos();
            if (arrival != null) {
                arrived = true;
                queue.onArrival(result, arrival);
                arrivals.onArrival(arrival, result.bytes());
                latestArrivals.onArrival(arrival, result.bytes());
                trains.onArrival(result);
            }
        }
        if (arrived) {
            heardAt = now;
            update(roundTrip, now);
        }
    }

    private void update(Duration roundTrip, MonoTime now) {
        MonoTime before = updatedAt;
        updatedAt = now;
        double seconds = before == null ? 0 : Math.min(0.2, now.nanosSince(before) / 1e9);
        long standing = queue.standingNanos();
        Trains.Dispersion dispersion = trains.dispersion();
        long jitter = queue.jitterNanos();
        fullAt = standing > STANDING_NANOS + jitter ? now : fullAt;
        ownLoss = isCrowded(now) ? Math.min(ownLoss, loss.share()) : loss.share();
        if (standing > STANDING_NANOS + jitter) {
            overused(standing, roundTrip, now);
        } else if (holdUntil == null || !now.isBefore(holdUntil)) {
            holdUntil = null;
            onLoss(loss.judge(now));
            if (standing < EMPTY_NANOS + jitter / 2) {
                increase(dispersion, seconds, now);
            }
        }
        if (dispersion != null) {
            pace = dispersion.dispersed() ? PACE_ABOVE * dispersion.bitsPerSecond() : pace * PACE_ABOVE;
        }
        target = Math.clamp(target, MIN, MAX);
        pace = Math.clamp(pace, PACE_ABOVE * target, PACE_MAX);
    }

    /// While a queue stands the way is full, so what arrives is what it carries.
    private void overused(long standing, Duration roundTrip, MonoTime now) {
        boolean held = holdUntil != null && now.isBefore(holdUntil);
        if (held && standing < heldStanding * 3 / 2 + STANDING_NANOS) {
            return;
        }
        heldStanding = standing;
        double carried = carried();
        if (carried > 0) {
            double drain = Math.clamp(standing / DRAIN_NANOS, 0.03, 0.5);
            target = Math.min(target, carried * (1 - drain));
            pace = Math.min(pace, carried * PACE_ABOVE);
        }
        holdUntil = now.plus(roundTrip).plus(Duration.ofMillis(100));
        if (isTried(now)) {
            trainsFrom = now.plus(distrust);
            Duration doubled = distrust.multipliedBy(2);
            distrust = doubled.compareTo(DISTRUST_LAST) < 0 ? doubled : DISTRUST_LAST;
        }
        triedAt = null;
        known = carried > 0 ? carried : known;
    }

    private double carried() {
        double lately = latestArrivals.bitsPerSecond();
        double longer = arrivals.bitsPerSecond();
        // The longer time is the more exact one, unless the way has become narrower within it.
        return longer == 0 || lately != 0 && lately < SUDDEN * longer ? lately : longer;
    }

    private void onLoss(LossShare.Verdict verdict) {
        switch (verdict) {
            case QUIET -> {}
            case TRY_LESS -> {
                beforeTrial = target;
                target *= 0.8;
            }
            case PATHS_OWN -> target = Math.max(target, beforeTrial);
        }
    }

    private void increase(Trains.@Nullable Dispersion dispersion, double seconds, MonoTime now) {
        if (triedAt != null && !isTried(now)) {
            // It was true.
            triedAt = null;
            distrust = DISTRUST_FIRST;
        }
        double shown = TRUST_IN_TRAINS * shownBy(dispersion, now);
        if (target < shown) {
            target = Math.min(shown, target * Math.exp(3 * seconds));
            triedAt = target > NEWS * known ? now : triedAt;
        } else if (target < 1.5 * arrivals.bitsPerSecond() + 200_000) {
            target += (60_000 + 0.03 * target) * seconds;
        }
    }

    /// What the way seems to carry. As long as that proved wrong, no more than what is known.
    private double shownBy(Trains.@Nullable Dispersion dispersion, MonoTime now) {
        if (dispersion == null) {
            return 0;
        }
        double shown = dispersion.dispersed() ? dispersion.bitsPerSecond() : dispersion.sentBitsPerSecond();
        return trainsFrom == null || !now.isBefore(trainsFrom) ? shown : Math.min(shown, known);
    }

    /// Whether more than was known is being tried.
    private boolean isTried(MonoTime now) {
        MonoTime tried = triedAt;
        return tried != null && now.nanosSince(tried) < TRIAL.toNanos();
    }

    /// Time passes without feedback.
    public void onTime(MonoTime now) {
        MonoTime heard = heardAt;
        if (heard != null && now.nanosSince(heard) > SILENCE.toNanos()) {
            heardAt = now;
            target = Math.max(MIN, target * 0.7);
            pace = Math.max(PACE_ABOVE * target, Math.min(pace, 2 * target));
        }
    }

    /// Another way is taken: what was learnt of delays is no longer true.
    public void onPathChanged() {
        queue = new QueueDelay();
        trains.forget();
        trainsFrom = null;
        distrust = DISTRUST_FIRST;
        holdUntil = null;
    }

    /// Bits a second on the wire, all headers and repairs included.
    public double targetBitsPerSecond() {
        return target;
    }

    /// Bits a second within a picture.
    public double paceBitsPerSecond() {
        return pace;
    }

    /// The share of packets that the way loses while no queue of ours stands on it.
    public double ownLoss() {
        return ownLoss;
    }

    /// Whether a queue of ours has stood on the way lately.
    public boolean isCrowded(MonoTime now) {
        MonoTime full = fullAt;
        return full != null && now.nanosSince(full) < CROWDED.toNanos();
    }
}
