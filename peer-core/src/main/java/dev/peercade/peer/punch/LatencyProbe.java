package dev.peercade.peer.punch;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Measures how far relay nodes are, by STUN binding requests to their TURN ports, which answer anyone: a few to each,
/// spread over a moment so that one late datagram says nothing. Drain contract as in [dev.peercade.peer.media]: feed,
/// [#poll] until null, sleep until [#deadline()]; once [#isDone] it is over. Not thread-safe.
///
/// What a node says of itself is not asked: one that lies is found out here.
public final class LatencyProbe {

    /// @param node as the mediator names it
    public record Target(UUID node, TransportAddress address) {}

    /// One question.
    public record Question(TransportAddress to, byte[] datagram) {}

    /// An odd number has a median of its own.
    static final int ROUNDS = 5;

    private static final Duration BETWEEN = Duration.ofMillis(40);

    /// Whoever answers later than this is of no use for a game.
    static final Duration PATIENCE = Duration.ofMillis(400);

    private record Asked(UUID node, TransportAddress to, MonoTime at) {}

    private final Entropy entropy;
    private final List<Target> targets;
    private final Map<TransactionId, Asked> outstanding = new HashMap<>();
    private final Map<UUID, List<Double>> answers = new LinkedHashMap<>();
    private final List<Target> round = new ArrayList<>();
    private MonoTime nextRoundAt;
    private int rounds;

    public LatencyProbe(List<Target> targets, Entropy entropy, MonoTime now) {
        this.targets = List.copyOf(targets);
        this.entropy = entropy;
        this.nextRoundAt = now;
    }

    public @Nullable Question poll(MonoTime now) {
        if (round.isEmpty() && rounds < ROUNDS && !now.isBefore(nextRoundAt)) {
            rounds++;
            nextRoundAt = now.plus(rounds < ROUNDS ? BETWEEN : PATIENCE);
            round.addAll(targets);
        }
        if (round.isEmpty()) {
            return null;
        }
        Target target = round.removeFirst();
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        outstanding.put(transaction, new Asked(target.node, target.address, now));
        return new Question(
                target.address,
                new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction)
                        .fingerprint()
                        .toBytes());
    }

    /// False where it is no answer to one of these questions.
    public boolean onDatagram(TransportAddress from, byte[] datagram, MonoTime now) {
        StunMessage answer = StunMessage.parse(datagram);
        Asked asked = answer == null ? null : outstanding.get(answer.transaction());
        if (answer == null || asked == null || !asked.to.equals(from)) {
            return false;
        }
        outstanding.remove(answer.transaction());
        if (answer.kind() == StunMessage.Kind.SUCCESS) {
            answers.computeIfAbsent(asked.node, _ -> new ArrayList<>()).add(now.nanosSince(asked.at) / 1e6);
        }
        return true;
    }

    public boolean isDone(MonoTime now) {
        boolean allAsked = rounds == ROUNDS && round.isEmpty();
        return targets.isEmpty() || allAsked && (outstanding.isEmpty() || !now.isBefore(nextRoundAt));
    }

    public MonoTime deadline() {
        return nextRoundAt;
    }

    /// Milliseconds to each node that has answered most of the time: the median, where what was lost counts as late.
    public Map<UUID, Double> latenciesMs() {
        Map<UUID, Double> medians = new LinkedHashMap<>();
        answers.forEach((node, times) -> {
            if (times.size() > ROUNDS / 2) {
                List<Double> sorted = times.stream().sorted().toList();
                medians.put(node, sorted.get(ROUNDS / 2));
            }
        });
        return medians;
    }
}
