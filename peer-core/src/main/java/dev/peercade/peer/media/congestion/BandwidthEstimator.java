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

    /// A queue that stands so long is one that we fill.
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
    private Duration distrust = DISTRUST_FIRST;
    private @Nullable MonoTime trainsFrom;
    private @Nullable MonoTime rampedAt;
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
                queue.onArrival(result.sentAt().nanos(), arrival);
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
        if (standing > STANDING_NANOS) {
            overused(standing, roundTrip, now);
        } else if (holdUntil == null || !now.isBefore(holdUntil)) {
            holdUntil = null;
            onLoss(loss.judge(now));
            if (standing < EMPTY_NANOS) {
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
        MonoTime ramped = rampedAt;
        if (ramped != null && now.nanosSince(ramped) < SILENCE.toNanos() * 2) {
            trainsFrom = now.plus(distrust);
            distrust = distrust.multipliedBy(2).compareTo(DISTRUST_LAST) > 0 ? DISTRUST_LAST : distrust.multipliedBy(2);
            rampedAt = null;
        }
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
        boolean trusted = trainsFrom == null || !now.isBefore(trainsFrom);
        double shown = dispersion == null || !trusted
                ? 0
                : TRUST_IN_TRAINS
                        * (dispersion.dispersed() ? dispersion.bitsPerSecond() : dispersion.sentBitsPerSecond());
        if (target < shown) {
            target = Math.min(shown, target * Math.exp(3 * seconds));
            rampedAt = now;
        } else if (target < 1.5 * arrivals.bitsPerSecond() + 200_000) {
            target += (60_000 + 0.03 * target) * seconds;
        }
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

    public Duration standingQueue() {
        return Duration.ofNanos(queue.standingNanos());
    }

    public double lossShare() {
        return loss.share();
    }
}
