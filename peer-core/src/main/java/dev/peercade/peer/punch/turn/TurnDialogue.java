package dev.peercade.peer.punch.turn;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The requests of one client to one TURN server: authenticated by the long-term mechanism (RFC 8489, section 9.2),
/// and repeated over UDP until answered (section 6.2.1). Not thread-safe.
final class TurnDialogue {

    /// How a request went.
    sealed interface Outcome {

        record Granted(TurnRequest request, StunMessage answer, Duration roundTrip) implements Outcome {}

        /// @param code of RFC 8489, section 14.8, or RFC 8656, section 19
        record Denied(TurnRequest request, int code) implements Outcome {}

        record Unanswered(TurnRequest request) implements Outcome {}
    }

    /// A relay is asked for when somebody waits for a picture: sooner than the 500 ms of RFC 8489, section 6.2.1.
    static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(250);

    /// Rc of the same section; with the last wait the request has 8 s.
    static final int TRIES = 5;

    /// Ti of RFC 8489, section 6.2.2, is 39.5 s; nobody waits so long for a relay.
    static final Duration STREAM_PATIENCE = Duration.ofSeconds(8);

    private static final int PENDING_MAX = 64;

    /// Realm and nonce together, so that a request is one datagram whatever a server sends.
    private static final int TEXTS_MAX = 512;

    private static final int UNAUTHENTICATED = 401;
    private static final int STALE_NONCE = 438;

    /// @param asked how often the server has refused it for want of a fresh nonce
    private record Pending(
            TurnRequest request, byte[] message, MonoTime since, MonoTime due, Duration pause, int tries, int asked) {}

    private final TurnCredentials credentials;
    private final boolean stream;
    private final Entropy entropy;
    private final Map<TransactionId, Pending> pending = new LinkedHashMap<>();
    private @Nullable StunKey key;
    private byte @Nullable [] realm;
    private byte @Nullable [] nonce;

    /// @param stream whether what is sent arrives or the connection breaks, so that nothing is repeated
    TurnDialogue(TurnCredentials credentials, boolean stream, Entropy entropy) {
        this.credentials = credentials;
        this.stream = stream;
        this.entropy = entropy;
    }

    /// What was asked is no longer of interest.
    void forgetAll() {
        pending.clear();
    }

    /// [#poll] sends it.
    void ask(TurnRequest request, MonoTime now) {
        ask(request, 0, now);
    }

    private void ask(TurnRequest request, int asked, MonoTime now) {
        if (pending.size() >= PENDING_MAX) {
            return;
        }
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        StunWriter writer = new StunWriter(StunMessage.Kind.REQUEST, request.method(), transaction);
        request.write(writer);
        StunKey known = key;
        if (known != null && realm != null && nonce != null) {
            writer.text(StunAttribute.USERNAME, credentials.userName())
                    .bytes(StunAttribute.REALM, realm)
                    .bytes(StunAttribute.NONCE, nonce)
                    .integrity(known);
        }
        byte[] message = writer.fingerprint().toBytes();
        pending.put(transaction, new Pending(request, message, now, now, FIRST_RETRANSMISSION, 0, asked));
    }

    /// Null for what is no answer of this server to us, and for one that makes us ask again.
    @Nullable
    Outcome onAnswer(StunMessage answer, MonoTime now) {
        Pending asked = pending.get(answer.transaction());
        if (asked == null || asked.tries == 0 || answer.method() != asked.request.method()) {
            return null;
        }
        if (answer.kind() == StunMessage.Kind.ERROR && isNonceWanted(answer)) {
            pending.remove(answer.transaction());
            return withNonce(asked, answer, now);
        }
        // RFC 8489, section 9.2.5: an answer without the right MESSAGE-INTEGRITY is as good as none.
        StunKey known = key;
        if (known == null || !answer.isAuthenticatedBy(known)) {
            return null;
        }
        return switch (answer.kind()) {
            case SUCCESS -> {
                pending.remove(answer.transaction());
                yield new Outcome.Granted(asked.request, answer, now.since(asked.since));
            }
            case ERROR -> {
                pending.remove(answer.transaction());
                yield new Outcome.Denied(asked.request, answer.errorCode());
            }
            case REQUEST, INDICATION -> null;
        };
    }

    private static boolean isNonceWanted(StunMessage answer) {
        return answer.errorCode() == UNAUTHENTICATED || answer.errorCode() == STALE_NONCE;
    }

    /// Once for want of any nonce, and once for a stale one; more often means that the server does not like us.
    private @Nullable Outcome withNonce(Pending asked, StunMessage answer, MonoTime now) {
        byte[] newRealm = answer.attribute(StunAttribute.REALM);
        byte[] newNonce = answer.attribute(StunAttribute.NONCE);
        boolean refused = asked.asked >= 2 || (answer.errorCode() == UNAUTHENTICATED && asked.asked >= 1);
        boolean usable = newRealm != null && newNonce != null && newRealm.length + newNonce.length <= TEXTS_MAX;
        if (refused || !usable) {
            return new Outcome.Denied(asked.request, answer.errorCode());
        }
        if (!Arrays.equals(newRealm, realm)) {
            realm = newRealm;
            String name = new String(newRealm, StandardCharsets.UTF_8);
            key = StunKey.ofLongTerm(credentials.userName(), name, credentials.password());
        }
        nonce = newNonce;
        ask(asked.request, asked.asked + 1, now);
        return null;
    }

    /// The next message for the server, or null.
    byte @Nullable [] poll(MonoTime now) {
        for (var entry : pending.entrySet()) {
            Pending asked = entry.getValue();
            boolean over = stream ? asked.tries > 0 : asked.tries >= TRIES;
            if (!over && !now.isBefore(asked.due)) {
                Duration wait = stream ? STREAM_PATIENCE : asked.pause;
                entry.setValue(new Pending(
                        asked.request,
                        asked.message,
                        asked.tries == 0 ? now : asked.since,
                        now.plus(wait),
                        wait.multipliedBy(2),
                        asked.tries + 1,
                        asked.asked));
                return asked.message;
            }
        }
        return null;
    }

    /// A request that nobody will answer any more, or null.
    Outcome.@Nullable Unanswered expired(MonoTime now) {
        for (var entry : pending.entrySet()) {
            Pending asked = entry.getValue();
            boolean over = stream ? asked.tries > 0 : asked.tries >= TRIES;
            if (over && !now.isBefore(asked.due)) {
                pending.remove(entry.getKey());
                return new Outcome.Unanswered(asked.request);
            }
        }
        return null;
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = null;
        for (Pending asked : pending.values()) {
            earliest = earliest == null || asked.due.isBefore(earliest) ? asked.due : earliest;
        }
        return earliest;
    }
}
