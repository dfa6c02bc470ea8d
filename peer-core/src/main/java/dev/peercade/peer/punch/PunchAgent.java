package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Checks with one peer, and which of its paths media takes. Drain contract as in [dev.peercade.peer.media]: feed,
/// [#poll] until null, sleep until [#deadline()]. Not thread-safe.
public final class PunchAgent {

    /// Ta: RFC 8445, section 14.2 allows down to 5 ms and advises 50 ms; checks are few here and the first picture
    /// waits.
    private static final Duration PACE = Duration.ofMillis(5);

    /// When the budget of a host or of the peer holds no check for now.
    private static final Duration BUDGET_PAUSE = Duration.ofSeconds(1);

    /// After so long without anything from the peer its path is asked whether it lives. Pictures come 30 times as
    /// often, and reports of their reception once a second, so that a silent second is one too many.
    static final Duration QUIET = Duration.ofMillis(600);

    /// Where no push channel tells where the peer is now, the first question may come before the peer knows it itself.
    private static final Duration QUIET_AGAIN = Duration.ofSeconds(3);

    /// @param name the same over all endpoints of this peer
    record Peer(String name, IceCredentials credentials) {}

    private final Peer peer;
    private final CheckMessages messages;
    private final CheckBudget budget;
    private final Entropy entropy;
    private final PairTable pairs;
    private final Queue<PunchOutput> outputs = new ArrayDeque<>();
    private @Nullable MonoTime nextPaceAt;
    private @Nullable CandidatePair chosen;
    /// When the latest consent of any pair runs out; null before the first.
    private @Nullable MonoTime consentUntil;

    private boolean everHeard;
    private boolean everChosen;
    private boolean consentLost;
    private @Nullable MonoTime quietToldAt;
    private long nominations;

    PunchAgent(CheckMessages messages, Collection<Base> bases, Peer peer, CheckBudget budget, Entropy entropy) {
        this.messages = messages;
        this.pairs = new PairTable(bases);
        this.peer = peer;
        this.budget = budget;
        this.entropy = entropy;
    }

    public IceCredentials remote() {
        return peer.credentials;
    }

    Iterable<FiveTuple> tuples() {
        return pairs.all().stream().map(pair -> pair.tuple).toList();
    }

    /// All candidates that the peer names now. The first check to each new one goes out at once, but for the pace;
    /// relays are tried a moment later.
    public void name(List<RemoteCandidate> candidates, MonoTime now) {
        pairs.name(candidates, now);
    }

    void addBase(Base base, MonoTime now) {
        pairs.addBase(base, now);
    }

    void removeBase(Base base, MonoTime now) {
        pairs.removeBase(base);
        choose(Move.FORMER_LOST, now);
    }

    /// Our own network has changed: what was in vain may work now.
    public void tryAgain(MonoTime now) {
        pairs.all().stream().filter(pair -> !pair.isHealthy(now)).forEach(pair -> pair.tryAgain(now));
    }

    /// No media comes by the chosen path although its checks are answered: another is taken where one is sound.
    public void distrustPath(MonoTime now) {
        CandidatePair present = chosen;
        if (present != null && pairs.all().stream().anyMatch(pair -> pair != present && pair.isHealthy(now))) {
            present.distrust(now);
            choose(Move.FORMER_STARVES, now);
        }
    }

    /// A binding request whose integrity holds under our password and whose user name is ours and this peer's.
    void onRequest(StunMessage request, FiveTuple from, MonoTime now) {
        CandidatePair pair = pairs.get(from);
        if (pair == null) {
            pair = pairs.reflexive(
                    from, request.number(StunAttribute.PRIORITY, from.base().priority()), now);
        }
        if (pair == null || !pair.mayAnswer(now)) {
            return;
        }
        budget.heard(payer(pair), from, now);
        if (messages.isRefused(request)) {
            outputs.add(new PunchOutput.Send(from, messages.roleConflict(request)));
            return;
        }
        TransactionId token = pair.wantsToken(now) ? messages.newTransaction() : null;
        outputs.add(new PunchOutput.Send(from, messages.success(request, from.remote(), token)));
        if (token != null) {
            pair.answering(token, now);
        }
        pair.heard(request.transaction(), now);
        if (!everHeard && !everChosen) {
            outputs.add(new PunchOutput.PeerHeard(from));
        }
        everHeard = true;
        if (messages.role() == PunchRole.CONTROLLED && request.has(StunAttribute.USE_CANDIDATE)) {
            pair.nominatedByPeer = ++nominations;
        }
        TransactionId arrived = request.transaction(StunAttribute.HEARD_CHECK);
        if (arrived != null && !pair.isHealthy(now) && pair.hasSentLately(arrived, now)) {
            pair.hasArrived(arrived, now);
            pair.nextCheckAt = now;
            proven(pair, now);
        }
        // RFC 8445, section 7.3.1.4: a check in return, which passes the NAT that has just let this one out.
        if (!pair.isHealthy(now)) {
            pair.triggered = true;
            pair.tryAgain(now);
        }
        choose(Move.CHOSEN_BY_PEER, now);
    }

    /// Whether the answer belongs to a check of this agent, whatever it was worth.
    boolean onAnswer(StunMessage answer, FiveTuple from, MonoTime now) {
        for (CandidatePair pair : pairs.all()) {
            if (pair.awaits(answer.transaction())) {
                // RFC 8445, section 7.2.5.2.1: the answer must come from where the check went.
                if (pair.tuple.equals(from) && messages.isAuthentic(answer)) {
                    take(answer, pair, now);
                }
                return true;
            }
        }
        return false;
    }

    private void take(StunMessage answer, CandidatePair pair, MonoTime now) {
        if (answer.kind() == StunMessage.Kind.ERROR) {
            if (answer.errorCode() == 487) {
                messages.yieldRole(pair.refused(answer.transaction()));
                pair.triggered = true;
                pair.tryAgain(now);
            }
            return;
        }
        pair.answered(answer.transaction(), now);
        TransactionId token = answer.transaction(StunAttribute.ANSWER_TOKEN);
        if (token != null) {
            pair.heard(token, now);
        }
        pair.checkLater(consentInterval(), now);
        proven(pair, now);
        // Only what media takes, so that a peer who says something else each time costs us one question to the
        // mediator for each of our checks there, and not for those of all its addresses.
        if (pair.seesUsElsewhere(answer.mappedAddress()) && pair == chosen) {
            outputs.add(new PunchOutput.PathQuiet());
        }
        choose(Move.BETTER, now);
    }

    /// The pair has its consent anew.
    private void proven(CandidatePair pair, MonoTime now) {
        consentUntil = now.plus(CandidatePair.CONSENT_LIFE);
        consentLost = false;
        quietToldAt = null;
        budget.answered(payer(pair), pair.tuple, now);
    }

    /// Something authentic of the peer's came this way: the path lives.
    public void heard(FiveTuple from, MonoTime now) {
        CandidatePair pair = pairs.get(from);
        if (pair != null) {
            pair.heardMedia(now);
        }
    }

    /// What to do next, or null when all is done up to `now`.
    public @Nullable PunchOutput poll(MonoTime now) {
        PunchOutput ready = outputs.poll();
        if (ready != null) {
            return ready;
        }
        watch(now);
        while (outputs.isEmpty() && (nextPaceAt == null || !now.isBefore(nextPaceAt))) {
            CandidatePair due = mostUrgent(now);
            if (due == null) {
                break;
            }
            check(due, now);
        }
        return outputs.poll();
    }

    /// Doubts the path that has gone quiet, and leaves the one that is in vain.
    private void watch(MonoTime now) {
        if (consentUntil == null || consentLost) {
            return;
        }
        CandidatePair present = chosen;
        if (present != null) {
            if (mayDoubt(present) && !now.isBefore(present.quietAt(QUIET, now))) {
                present.tryAgain(now);
            }
            if (!present.isHealthy(now)) {
                choose(Move.FORMER_LOST, now);
            }
        }
        MonoTime due = quietDue(now);
        if (due != null && !now.isBefore(due)) {
            quietToldAt = now;
            outputs.add(new PunchOutput.PathQuiet());
        }
        if (!now.isBefore(consentUntil)) {
            chosen = null;
            consentLost = true;
            pairs.all().forEach(pair -> pair.nextCheckAt = null);
            outputs.add(new PunchOutput.ConsentLost());
        }
    }

    /// When it is time to tell that no path works, or null while one does.
    private @Nullable MonoTime quietDue(MonoTime now) {
        if (consentUntil == null || consentLost || chosen != null && !chosen.isSuspect()) {
            return null;
        }
        return quietToldAt == null ? now : quietToldAt.plus(QUIET_AGAIN);
    }

    private CheckBudget.Payer payer(CandidatePair pair) {
        return new CheckBudget.Payer(peer.name, pair.kind() != CandidateKind.PEER_REFLEXIVE);
    }

    private static boolean mayDoubt(CandidatePair pair) {
        return pair.nextCheckAt != null && !pair.isAsking();
    }

    /// The latest moment for the next [#poll], or null when nothing is due.
    public @Nullable MonoTime deadline() {
        MonoTime earliest = null;
        for (CandidatePair pair : pairs.all()) {
            earliest = earlier(earliest, pair.nextCheckAt);
        }
        CandidatePair present = chosen;
        if (present != null && present.consentAt != null && mayDoubt(present)) {
            earliest = earlier(earliest, present.quietAt(QUIET, present.consentAt));
        }
        if (quietToldAt != null) {
            earliest = earlier(earliest, quietDue(quietToldAt));
        }
        if (earliest != null && nextPaceAt != null && earliest.isBefore(nextPaceAt)) {
            earliest = nextPaceAt;
        }
        return consentLost ? earliest : earlier(earliest, consentUntil);
    }

    /// The path that media takes, or null.
    public @Nullable Path path() {
        return chosen == null ? null : chosen.path();
    }

    /// Rule 1: whether anything but a check may go there now.
    public boolean maySend(FiveTuple tuple, MonoTime now) {
        CandidatePair pair = pairs.get(tuple);
        return pair != null && pair.isUsable(now);
    }

    /// Whether this address is one that the peer named or sent an authenticated check from.
    public boolean knows(TransportAddress remote) {
        return pairs.knows(remote);
    }

    private @Nullable CandidatePair mostUrgent(MonoTime now) {
        return pairs.all().stream()
                .filter(pair -> pair.nextCheckAt != null && !now.isBefore(pair.nextCheckAt))
                .max(Comparator.comparing((CandidatePair pair) -> pair.triggered)
                        .thenComparing(CandidatePair::rung, Comparator.reverseOrder())
                        .thenComparingLong(CandidatePair::priority))
                .orElse(null);
    }

    private void check(CandidatePair pair, MonoTime now) {
        switch (budget.take(payer(pair), pair.tuple, now)) {
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
        TransactionId transaction = messages.newTransaction();
        outputs.add(new PunchOutput.Send(
                pair.tuple, messages.check(transaction, pair.tuple.base(), pair == chosen, pair.latestHeard())));
        pair.sent(transaction, messages.role(), now);
        pair.wait(now);
        nextPaceAt = now.plus(PACE);
    }

    /// The controlled side follows the latest nomination as long as that path lives; else, and on the controlling
    /// side, the best that works. Where none does, the present one is kept until its consent runs out: it may come
    /// back.
    private void choose(Move why, MonoTime now) {
        CandidatePair best = pairs.all().stream()
                .filter(pair -> pair.isUsable(now))
                .max(Comparator.comparing((CandidatePair pair) -> !pair.isSuspect())
                        .thenComparing(Comparator.comparingLong((CandidatePair pair) -> pair.distrusted(now))
                                .reversed())
                        .thenComparingLong(pair -> pair.nominatedByPeer)
                        .thenComparing(CandidatePair::rung, Comparator.reverseOrder())
                        .thenComparingLong(CandidatePair::priority))
                .orElse(null);
        CandidatePair before = chosen != null && pairs.get(chosen.tuple) == chosen ? chosen : null;
        boolean hopeless = best != null && best.isSuspect() && before != null && before.isUsable(now);
        if (best == chosen || hopeless) {
            return;
        }
        Move reason = !everChosen ? Move.FIRST : before != null && before.isHealthy(now) ? why : Move.FORMER_LOST;
        chosen = best;
        if (best != null) {
            everChosen = true;
            outputs.add(new PunchOutput.PathChosen(best.path(), reason));
            if (messages.role() == PunchRole.CONTROLLING) {
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
