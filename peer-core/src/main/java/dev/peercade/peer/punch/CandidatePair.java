package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One base of ours and one remote address: the state of its checks and of its consent.
final class CandidatePair {

    /// RFC 8489, section 6.2.1 begins with 500 ms; the first answer from a NAT that was just opened is worth asking
    /// for sooner, and the number of checks is limited anyway. A viewer's checks cover longer than the streamer's
    /// poll of 5 s.
    static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(100);

    private static final Duration LAST_RETRANSMISSION = Duration.ofMillis(1600);

    /// RFC 7675, section 5.1: 5 s, randomised by 0.8 to 1.2.
    static final Duration CONSENT_INTERVAL = Duration.ofSeconds(5);

    /// RFC 7675, section 5.1.
    static final Duration CONSENT_LIFE = Duration.ofSeconds(30);

    /// How often a path is tried that has worked and does not answer now: the way back up the ladder.
    static final Duration PROBE_INTERVAL = Duration.ofSeconds(2);

    /// After which such a path is given up.
    private static final Duration PROBES_LIFE = Duration.ofMinutes(10);

    /// Before media tries a way again on which it failed, the first time.
    private static final Duration DISTRUST = Duration.ofMinutes(1);

    private static final int DISTRUST_DOUBLINGS = 5;

    /// Checks in a row without an answer after which a pair carries nothing: with the waits between them 700 ms,
    /// which 20 % loss each way makes happen once in sixty times, and then another pair is there.
    private static final int MISSES_MAX = 3;

    private static final int OUTSTANDING_MAX = 16;

    /// In five seconds.
    private static final int TOKENS_MAX = 8;

    /// With waits that double these cover as long as the peer's own checks do.
    private static final int CONFIRMATIONS_MAX = 6;

    /// Answers to one source in a second: a check every 20 ms, which nobody needs to exceed.
    private static final int ANSWERS_PER_SECOND = 50;

    final FiveTuple tuple;
    private CandidateKind kind;
    private long priority;

    /// When the next check is due; null when none is.
    @Nullable
    MonoTime nextCheckAt;

    /// Whether that check answers one of the peer's.
    boolean triggered;

    Duration retransmission = FIRST_RETRANSMISSION;

    /// The latest authenticated answer; null before the first.
    @Nullable
    MonoTime consentAt;

    /// The latest sign that something of the peer's comes this way, answer or not.
    private @Nullable MonoTime heardAt;

    double roundTripMs;

    /// What of the peer's came this way last, a check or an answer.
    private @Nullable TransactionId latestHeard;

    /// Counts up with each nomination by the peer, over all pairs; 0 where there was none.
    long nominatedByPeer;

    /// How the peer sees us, as it has said in its latest answer; null before.
    private @Nullable TransportAddress seenAs;

    /// Whether anything but checks came this way.
    private boolean mediaHeard;

    private int confirmations;
    private int misses;

    /// Until when media takes another way where there is one; null where it has never failed here.
    private @Nullable MonoTime distrustedUntil;

    private int starvations;
    private final Map<TransactionId, Sent> outstanding = new LinkedHashMap<>();
    private final Map<TransactionId, MonoTime> tokens = new LinkedHashMap<>();

    /// A check without an answer.
    ///
    /// @param claimed the role that it names
    private record Sent(MonoTime at, PunchRole claimed) {}

    private @Nullable MonoTime answersSince;
    private int answers;

    CandidatePair(FiveTuple tuple, CandidateKind kind, long priority) {
        this.tuple = tuple;
        this.kind = kind;
        this.priority = priority;
    }

    CandidateKind kind() {
        return kind;
    }

    /// Of the remote candidate.
    long priority() {
        return priority;
    }

    /// The mediator has named a candidate that was peer-reflexive before.
    void named(CandidateKind signalled, long signalledPriority) {
        if (kind == CandidateKind.PEER_REFLEXIVE) {
            kind = signalled;
            priority = signalledPriority;
        }
    }

    Rung rung() {
        return Rung.of(tuple, kind, priority);
    }

    Path path() {
        return new Path(tuple, rung(), kind, roundTripMs);
    }

    /// Whether this very 5-tuple has answered an authenticated check, and its consent lives.
    boolean isUsable(MonoTime now) {
        return consentAt != null && now.nanosSince(consentAt) < CONSENT_LIFE.toNanos();
    }

    /// Whether its latest checks were in vain, consent or not.
    boolean isSuspect() {
        return misses >= MISSES_MAX;
    }

    boolean isHealthy(MonoTime now) {
        return isUsable(now) && !isSuspect();
    }

    /// Checks pass here and media does not: a node that holds back, or a way on which large datagrams are lost. For
    /// longer each time, so that who relapses is not tried for ever.
    void distrust(MonoTime now) {
        if (distrustedUntil != null && now.nanosSince(distrustedUntil) > PROBES_LIFE.toNanos()) {
            starvations = 0;
        }
        distrustedUntil = now.plus(DISTRUST.multipliedBy(1L << Math.min(starvations++, DISTRUST_DOUBLINGS)));
    }

    /// For how long it is still distrusted, in ns; 0 where it is trusted.
    long distrusted(MonoTime now) {
        return distrustedUntil == null ? 0 : Math.max(0, distrustedUntil.nanosSince(now));
    }

    void sent(TransactionId transaction, PunchRole claimed, MonoTime now) {
        if (!outstanding.isEmpty()) {
            misses++;
        }
        if (outstanding.size() >= OUTSTANDING_MAX) {
            outstanding.remove(outstanding.keySet().iterator().next());
        }
        outstanding.put(transaction, new Sent(now, claimed));
    }

    boolean awaits(TransactionId transaction) {
        return outstanding.containsKey(transaction);
    }

    /// Whether an answer of ours should carry something that the peer can name: as long as the way is not proven, and
    /// never so often that a forged source would receive more than was sent in its name.
    boolean wantsToken(MonoTime now) {
        tokens.values().removeIf(at -> now.nanosSince(at) >= CONSENT_INTERVAL.toNanos());
        return !isHealthy(now) && tokens.size() < TOKENS_MAX;
    }

    void answering(TransactionId token, MonoTime now) {
        tokens.put(token, now);
    }

    /// Whether this is an unanswered check of ours, or an answer, that went out a moment ago: who names older ones may
    /// have left that address.
    boolean hasSentLately(TransactionId named, MonoTime now) {
        Sent check = outstanding.get(named);
        MonoTime at = check == null ? tokens.get(named) : check.at;
        return at != null && now.nanosSince(at) < CONSENT_INTERVAL.toNanos();
    }

    /// Whether the latest check has no answer yet.
    boolean isAsking() {
        return !outstanding.isEmpty();
    }

    void answered(TransactionId transaction, MonoTime now) {
        Sent check = outstanding.get(transaction);
        if (check != null) {
            roundTripMs = now.nanosSince(check.at) / 1e6;
        }
        hasArrived(transaction, now);
    }

    /// The peer refuses this check for the role that it names: which one that is, or null where none is awaited.
    @Nullable
    PunchRole refused(TransactionId transaction) {
        Sent check = outstanding.remove(transaction);
        return check == null ? null : check.claimed;
    }

    /// A check or an answer of ours was heard: proven as by an answer, but for how long the way takes. The next check
    /// asks that.
    void hasArrived(TransactionId transaction, MonoTime now) {
        Sent check = outstanding.get(transaction);
        if (check != null) {
            // What was asked before is answered by this too.
            outstanding.values().removeIf(earlier -> !check.at.isBefore(earlier.at));
        }
        misses = 0;
        consentAt = now;
        heardAt = now;
        triggered = false;
        retransmission = firstWait();
    }

    /// Longer than the answer takes where that is known, so that a slow path is not a dead one.
    private Duration firstWait() {
        Duration expected = Duration.ofNanos((long) (roundTripMs * 1.5e6));
        return expected.compareTo(FIRST_RETRANSMISSION) > 0 ? expected : FIRST_RETRANSMISSION;
    }

    /// An authentic check or answer came this way.
    void heard(TransactionId named, MonoTime now) {
        latestHeard = named;
        heard(now);
    }

    @Nullable
    TransactionId latestHeard() {
        return latestHeard;
    }

    /// Whether the peer sees us at another address than before: it knows that one by our checks only, and is slow to
    /// trust it, unless the mediator names it.
    boolean seesUsElsewhere(@Nullable TransportAddress mapped) {
        TransportAddress before = seenAs;
        seenAs = mapped == null ? before : mapped;
        return before != null && !before.equals(seenAs);
    }

    /// Something authentic came this way.
    void heard(MonoTime now) {
        heardAt = now;
    }

    void heardMedia(MonoTime now) {
        mediaHeard = true;
        heard(now);
    }

    /// When it counts as quiet unless something comes.
    MonoTime quietAt(Duration patience, MonoTime now) {
        return heardAt == null ? now : heardAt.plus(patience);
    }

    /// Begins anew, as with one never tried.
    void tryAgain(MonoTime now) {
        nextCheckAt = now;
        retransmission = firstWait();
    }

    /// When the next check is due unless this one is answered: after waits that double, as long as it may still be a
    /// matter of luck.
    void wait(MonoTime now) {
        MonoTime consent = consentAt;
        if (consent == null || !isSuspect()) {
            nextCheckAt = now.plus(retransmission);
            Duration doubled = retransmission.multipliedBy(2);
            retransmission = doubled.compareTo(LAST_RETRANSMISSION) < 0 ? doubled : LAST_RETRANSMISSION;
        } else {
            // Whoever had the address may have left it long ago, and another may have it now.
            boolean over = now.nanosSince(consent) > PROBES_LIFE.toNanos();
            nextCheckAt = over ? null : now.plus(PROBE_INTERVAL);
        }
    }

    /// The next check after an answer. As long as nothing shows that the peer has its proof too it may have lost ours:
    /// each of these checks names its latest (decision 19), and so is another chance.
    void checkLater(Duration consentInterval, MonoTime now) {
        boolean confirmed = nominatedByPeer > 0 || mediaHeard || confirmations >= CONFIRMATIONS_MAX;
        Duration soon = firstWait().multipliedBy(1L << Math.min(confirmations, CONFIRMATIONS_MAX));
        boolean hurry = !confirmed && soon.compareTo(consentInterval) < 0;
        confirmations += hurry ? 1 : 0;
        nextCheckAt = now.plus(hurry ? soon : consentInterval);
    }

    /// Whether one more answer may go to this source now.
    boolean mayAnswer(MonoTime now) {
        if (answersSince == null || now.nanosSince(answersSince) >= 1_000_000_000L) {
            answersSince = now;
            answers = 0;
        }
        return ++answers <= ANSWERS_PER_SECOND;
    }
}
