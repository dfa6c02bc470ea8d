package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The checks between us and one peer. Drain contract as in [dev.peercade.peer.media]: feed, [#poll] until null,
/// sleep until [#deadline()]. Not thread-safe.
public final class PunchAgent {

    /// Ta: RFC 8445, section 14.2 allows down to 5 ms and advises 50 ms; checks are few here and the first picture
    /// waits.
    private static final Duration PACE = Duration.ofMillis(20);

    /// 16 signalled candidates and as many peer-reflexive ones.
    private static final int PAIRS_MAX = 32;

    /// Type preference 110, the only local preference, component 1 (RFC 8445, section 5.1.2.1).
    private static final long PEER_REFLEXIVE_PRIORITY = 110L << 24 | 65535L << 8 | 255;

    /// When the budget of a host or of the peer holds no check for now.
    private static final Duration BUDGET_PAUSE = Duration.ofSeconds(1);

    /// @param name the same over all endpoints of this peer
    record Peer(String name, IceCredentials credentials) {}

    private final PunchRole role;
    private final IceCredentials local;
    private final Peer peer;
    private final StunKey remoteKey;
    private final CheckBudget budget;
    private final Entropy entropy;
    private final long tieBreaker;
    private final Map<TransportAddress, CandidatePair> pairs = new LinkedHashMap<>();
    private final Queue<PunchOutput> outputs = new ArrayDeque<>();
    private @Nullable MonoTime nextPaceAt;
    private @Nullable CandidatePair chosen;
    private boolean consentLost;
    private long nominations;

    PunchAgent(PunchRole role, IceCredentials local, Peer peer, CheckBudget budget, Entropy entropy) {
        this.role = role;
        this.local = local;
        this.peer = peer;
        this.remoteKey = StunKey.ofPassword(peer.credentials.password());
        this.budget = budget;
        this.entropy = entropy;
        this.tieBreaker = entropy.nextLong();
    }

    IceCredentials remote() {
        return peer.credentials;
    }

    Iterable<TransportAddress> addresses() {
        return pairs.keySet();
    }

    /// The first check to each goes out at once, but for the pace.
    public void addRemote(List<RemoteCandidate> candidates, MonoTime now) {
        for (RemoteCandidate candidate : candidates) {
            if (pairs.size() < PAIRS_MAX
                    && candidate.address().isSendable()
                    && !pairs.containsKey(candidate.address())) {
                CandidatePair pair = new CandidatePair(candidate.address(), candidate.kind(), candidate.priority());
                pair.nextCheckAt = now;
                pairs.put(candidate.address(), pair);
            }
        }
    }

    /// A binding request whose integrity holds under our password and whose user name is ours and this peer's.
    void onRequest(StunMessage request, TransportAddress from, MonoTime now) {
        CandidatePair pair = pairs.get(from);
        if (pair == null) {
            // RFC 8445, section 7.3.1.3: an unknown source becomes a peer-reflexive candidate.
            if (pairs.size() >= PAIRS_MAX || !from.isSendable()) {
                return;
            }
            long priority = request.number(StunAttribute.PRIORITY, PEER_REFLEXIVE_PRIORITY);
            pair = new CandidatePair(from, CandidateKind.PEER_REFLEXIVE, priority);
            pairs.put(from, pair);
        }
        if (!pair.mayAnswer(now)) {
            return;
        }
        budget.heard(peer.name, from, now);
        if (request.has(role == PunchRole.CONTROLLING ? StunAttribute.ICE_CONTROLLING : StunAttribute.ICE_CONTROLLED)) {
            answer(request, from, false);
            return;
        }
        answer(request, from, true);
        if (role == PunchRole.CONTROLLED && request.has(StunAttribute.USE_CANDIDATE)) {
            pair.nominatedByPeer = ++nominations;
        }
        // RFC 8445, section 7.3.1.4: a check in return, which passes the NAT that has just let this one out.
        if (!pair.isUsable(now)) {
            pair.triggered = true;
            pair.nextCheckAt = now;
            pair.retransmission = CandidatePair.FIRST_RETRANSMISSION;
        }
        choose(now);
    }

    /// Whether the answer belongs to a check of this agent, whatever it was worth.
    boolean onAnswer(StunMessage answer, TransportAddress from, MonoTime now) {
        for (CandidatePair pair : pairs.values()) {
            if (pair.awaits(answer.transaction())) {
                // RFC 8445, section 7.2.5.2.1: the answer must come from where the check went.
                if (pair.remote.equals(from)
                        && answer.kind() == StunMessage.Kind.SUCCESS
                        && answer.isAuthenticatedBy(remoteKey)) {
                    pair.answered(answer.transaction(), now);
                    pair.nextCheckAt = now.plus(consentInterval());
                    consentLost = false;
                    budget.answered(peer.name, from, now);
                    choose(now);
                }
                return true;
            }
        }
        return false;
    }

    /// What to do next, or null when all is done up to `now`.
    public @Nullable PunchOutput poll(MonoTime now) {
        PunchOutput ready = outputs.poll();
        if (ready != null) {
            return ready;
        }
        if (chosen != null && !chosen.isUsable(now)) {
            choose(now);
            if (chosen == null && !consentLost) {
                consentLost = true;
                pairs.values().forEach(pair -> pair.nextCheckAt = null);
                outputs.add(new PunchOutput.ConsentLost());
            }
        }
        while (outputs.isEmpty() && (nextPaceAt == null || !now.isBefore(nextPaceAt))) {
            CandidatePair due = mostUrgent(now);
            if (due == null) {
                break;
            }
            check(due, now);
        }
        return outputs.poll();
    }

    /// The latest moment for the next [#poll], or null when nothing is due.
    public @Nullable MonoTime deadline() {
        MonoTime earliest = null;
        for (CandidatePair pair : pairs.values()) {
            earliest = earlier(earliest, pair.nextCheckAt);
        }
        if (earliest != null && nextPaceAt != null && earliest.isBefore(nextPaceAt)) {
            earliest = nextPaceAt;
        }
        if (chosen != null && chosen.consentAt != null) {
            earliest = earlier(earliest, chosen.consentAt.plus(CandidatePair.CONSENT_LIFE));
        }
        return earliest;
    }

    /// The path that media takes, or null.
    public @Nullable Path path() {
        return chosen == null ? null : new Path(chosen.remote, chosen.kind, chosen.roundTripMs);
    }

    /// Rule 1: whether anything but a check may go there now.
    public boolean maySend(TransportAddress address, MonoTime now) {
        CandidatePair pair = pairs.get(address);
        return pair != null && pair.isUsable(now);
    }

    /// Whether this address is one that the peer named or sent an authenticated check from.
    public boolean knows(TransportAddress address) {
        return pairs.containsKey(address);
    }

    private @Nullable CandidatePair mostUrgent(MonoTime now) {
        return pairs.values().stream()
                .filter(pair -> pair.nextCheckAt != null && !now.isBefore(pair.nextCheckAt))
                .max(Comparator.comparing((CandidatePair pair) -> pair.triggered)
                        .thenComparingLong(pair -> pair.priority))
                .orElse(null);
    }

    private void check(CandidatePair pair, MonoTime now) {
        switch (budget.take(peer.name, pair.remote, now)) {
            case SEND -> {}
            case LATER -> {
                pair.nextCheckAt = now.plus(BUDGET_PAUSE);
                return;
            }
            case NEVER -> {
                pair.nextCheckAt = null;
                return;
            }
        }
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        StunWriter writer = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction)
                .text(StunAttribute.USERNAME, peer.credentials.userFragment() + ":" + local.userFragment())
                .int32(StunAttribute.PRIORITY, PEER_REFLEXIVE_PRIORITY);
        if (role == PunchRole.CONTROLLING) {
            writer.int64(StunAttribute.ICE_CONTROLLING, tieBreaker);
            if (pair == chosen) {
                writer.flag(StunAttribute.USE_CANDIDATE);
            }
        } else {
            writer.int64(StunAttribute.ICE_CONTROLLED, tieBreaker);
        }
        outputs.add(new PunchOutput.Send(
                pair.remote, writer.integrity(remoteKey).fingerprint().toBytes()));
        pair.sent(transaction, now);
        nextPaceAt = now.plus(PACE);
        if (pair.isUsable(now)) {
            pair.nextCheckAt = now.plus(consentInterval());
        } else {
            pair.nextCheckAt = now.plus(pair.retransmission);
            pair.retransmission = pair.retransmission.multipliedBy(2);
        }
    }

    private void answer(StunMessage request, TransportAddress to, boolean success) {
        StunWriter writer = new StunWriter(
                success ? StunMessage.Kind.SUCCESS : StunMessage.Kind.ERROR,
                StunMessage.BINDING,
                request.transaction());
        if (success) {
            writer.mappedAddress(to);
        } else {
            // RFC 8445, section 7.3.1.1: the peer is told to take the other role; ours never changes.
            writer.error(487, "Role Conflict");
        }
        outputs.add(new PunchOutput.Send(
                to,
                writer.integrity(StunKey.ofPassword(local.password()))
                        .fingerprint()
                        .toBytes()));
    }

    /// The controlled side follows the latest nomination; before one, and on the controlling side, the best that
    /// works.
    private void choose(MonoTime now) {
        CandidatePair best = pairs.values().stream()
                .filter(pair -> pair.isUsable(now))
                .max(Comparator.comparingLong((CandidatePair pair) -> pair.nominatedByPeer)
                        .thenComparingLong(pair -> pair.priority))
                .orElse(null);
        if (best == chosen) {
            return;
        }
        chosen = best;
        if (best != null) {
            outputs.add(new PunchOutput.PathChosen(new Path(best.remote, best.kind, best.roundTripMs)));
            if (role == PunchRole.CONTROLLING) {
                best.nextCheckAt = now; // the nomination
            }
        }
    }

    private Duration consentInterval() {
        long nanos = CandidatePair.CONSENT_INTERVAL.toNanos();
        return Duration.ofNanos((long) (nanos * (0.8 + 0.4 * entropy.nextUnit())));
    }

    private static @Nullable MonoTime earlier(@Nullable MonoTime one, @Nullable MonoTime other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
