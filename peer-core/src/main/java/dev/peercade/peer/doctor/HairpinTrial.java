package dev.peercade.peer.doctor;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two sockets of one machine send to each other at their outer addresses (RFC 5780, section 4.5). Both send, so
/// that a NAT that filters lets it in.
final class HairpinTrial {

    private static final int ROUNDS = 5;
    private static final Duration BETWEEN = Duration.ofMillis(150);

    private final Entropy entropy;
    private final Set<TransactionId> sent = new HashSet<>();
    private @Nullable TransportAddress first;
    private @Nullable TransportAddress second;
    private @Nullable MonoTime nextAt;
    private int halves;
    private boolean begun;
    private boolean done;
    private boolean heard;

    HairpinTrial(Entropy entropy) {
        this.entropy = entropy;
    }

    /// Where one of the addresses is null, nothing is tried.
    void begin(@Nullable TransportAddress outerOfFirst, @Nullable TransportAddress outerOfSecond, MonoTime now) {
        begun = true;
        first = outerOfFirst;
        second = outerOfSecond;
        nextAt = now;
        done = outerOfFirst == null || outerOfSecond == null;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isTried() {
        return first != null && second != null;
    }

    boolean isHeard() {
        return heard;
    }

    boolean isDone() {
        return begun && done;
    }

    @Nullable
    Outgoing poll(MonoTime now) {
        MonoTime due = nextAt;
        TransportAddress one = first;
        TransportAddress two = second;
        if (!begun || done || due == null || one == null || two == null || now.isBefore(due)) {
            return null;
        }
        if (halves == 2 * ROUNDS) {
            done = true;
            return null;
        }
        int socket = halves % 2;
        halves++;
        if (socket == 1) {
            nextAt = now.plus(BETWEEN);
        }
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        sent.add(transaction);
        TransportAddress to = socket == 0 ? two : one;
        return new Outgoing(
                socket, to, BindingQuestions.request(BindingQuestions.Question.plain(socket, to), transaction));
    }

    /// Whether it is one of these questions that has come back.
    boolean onDatagram(byte[] datagram) {
        StunMessage message = StunMessage.parse(datagram);
        if (message == null || message.kind() != StunMessage.Kind.REQUEST || !sent.contains(message.transaction())) {
            return false;
        }
        heard = true;
        done = true;
        return true;
    }

    @Nullable
    MonoTime deadline() {
        return done ? null : nextAt;
    }
}
