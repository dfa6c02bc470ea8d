package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Our one socket and one remote address: the state of its checks and of its consent.
final class CandidatePair {

    /// RFC 8489, section 6.2.1 begins with 500 ms; the first answer from a NAT that was just opened is worth asking
    /// for sooner, and the number of checks is limited anyway. The 7 checks cover 6.3 s, longer than the 5 s poll.
    static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(100);

    /// RFC 7675, section 5.1: 5 s, randomised by 0.8 to 1.2.
    static final Duration CONSENT_INTERVAL = Duration.ofSeconds(5);

    /// RFC 7675, section 5.1.
    static final Duration CONSENT_LIFE = Duration.ofSeconds(30);

    private static final int OUTSTANDING_MAX = 16;

    /// Answers to one source in a second: a check every 20 ms, which nobody needs to exceed.
    private static final int ANSWERS_PER_SECOND = 50;

    final TransportAddress remote;
    final CandidateKind kind;
    final long priority;

    /// When the next check is due; null when none is.
    @Nullable
    MonoTime nextCheckAt;

    /// Whether that check answers one of the peer's.
    boolean triggered;

    Duration retransmission = FIRST_RETRANSMISSION;

    /// The latest authenticated answer; null before the first.
    @Nullable
    MonoTime consentAt;

    double roundTripMs;

    /// Counts up with each nomination by the peer, over all pairs; 0 where there was none.
    long nominatedByPeer;

    private final Map<TransactionId, MonoTime> outstanding = new LinkedHashMap<>();
    private @Nullable MonoTime answersSince;
    private int answers;

    CandidatePair(TransportAddress remote, CandidateKind kind, long priority) {
        this.remote = remote;
        this.kind = kind;
        this.priority = priority;
    }

    /// Whether this very 5-tuple has answered an authenticated check, and its consent lives.
    boolean isUsable(MonoTime now) {
        return consentAt != null && now.nanosSince(consentAt) < CONSENT_LIFE.toNanos();
    }

    void sent(TransactionId transaction, MonoTime now) {
        if (outstanding.size() >= OUTSTANDING_MAX) {
            outstanding.remove(outstanding.keySet().iterator().next());
        }
        outstanding.put(transaction, now);
    }

    boolean awaits(TransactionId transaction) {
        return outstanding.containsKey(transaction);
    }

    void answered(TransactionId transaction, MonoTime now) {
        MonoTime sentAt = outstanding.remove(transaction);
        if (sentAt != null) {
            roundTripMs = now.nanosSince(sentAt) / 1e6;
        }
        consentAt = now;
        triggered = false;
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
