package dev.peercade.peer.doctor;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks STUN servers again and again in an even rhythm: how long it takes, how even that is, and how much is lost.
/// None is repeated, so that what is lost counts.
public final class ProbeSeries {

    /// One in 50 is 2 %: less than that no picture shows. The mediator's responder answers 200 at once.
    public static final int PROBES = 50;

    private static final Duration BETWEEN = Duration.ofMillis(40);

    /// Whoever answers later than this is of no use for a game.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Asked(int target, int number, MonoTime at) {}

    private final int socket;
    private final List<TransportAddress> targets;
    private final Entropy entropy;
    private final Map<TransactionId, Asked> outstanding = new HashMap<>();
    private final double[][] roundTripsMs;
    private MonoTime nextAt;
    private int probe;
    private int target;

    /// @param socket from which, as in [Outgoing]
    public ProbeSeries(int socket, List<TransportAddress> targets, Entropy entropy, MonoTime now) {
        this.socket = socket;
        this.targets = List.copyOf(targets);
        this.entropy = entropy;
        this.nextAt = now;
        this.roundTripsMs = new double[targets.size()][PROBES];
        for (double[] times : roundTripsMs) {
            java.util.Arrays.fill(times, Double.NaN);
        }
    }

    public @Nullable Outgoing poll(MonoTime now) {
        if (probe == PROBES || targets.isEmpty() || now.isBefore(nextAt)) {
            return null;
        }
        TransportAddress to = targets.get(target);
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        outstanding.put(transaction, new Asked(target, probe, now));
        if (++target == targets.size()) {
            target = 0;
            probe++;
            nextAt = nextAt.plus(probe < PROBES ? BETWEEN : PATIENCE);
        }
        return new Outgoing(
                socket, to, BindingQuestions.request(BindingQuestions.Question.plain(socket, to), transaction));
    }

    /// False where it is no answer to one of these questions.
    public boolean onDatagram(TransportAddress from, byte[] datagram, MonoTime now) {
        StunMessage answer = StunMessage.parse(datagram);
        Asked asked = answer == null ? null : outstanding.get(answer.transaction());
        if (answer == null || asked == null || !targets.get(asked.target).equals(from)) {
            return false;
        }
        outstanding.remove(answer.transaction());
        // An error too has gone there and back.
        if (answer.kind() == StunMessage.Kind.SUCCESS || answer.kind() == StunMessage.Kind.ERROR) {
            roundTripsMs[asked.target][asked.number] = now.nanosSince(asked.at) / 1e6;
        }
        return true;
    }

    public boolean isDone(MonoTime now) {
        return targets.isEmpty() || probe == PROBES && (outstanding.isEmpty() || !now.isBefore(nextAt));
    }

    public MonoTime deadline() {
        return nextAt;
    }

    /// Of what was asked so far, but for what may still be answered.
    public LinkFigures figures(int ofTarget, MonoTime now) {
        List<Double> times = new ArrayList<>();
        int sent = ofTarget < target ? probe + 1 : probe;
        for (int i = 0; i < sent; i++) {
            if (!Double.isNaN(roundTripsMs[ofTarget][i])) {
                times.add(roundTripsMs[ofTarget][i]);
            }
        }
        return LinkFigures.of(isDone(now) ? sent : sent - underWay(ofTarget, now), times);
    }

    private int underWay(int toTarget, MonoTime now) {
        return (int) outstanding.values().stream()
                .filter(asked -> asked.target == toTarget && now.isBefore(asked.at.plus(PATIENCE)))
                .count();
    }
}
