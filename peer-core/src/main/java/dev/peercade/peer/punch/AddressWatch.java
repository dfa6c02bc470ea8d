package dev.peercade.peer.punch;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a STUN server again and again how the world sees the socket: keeps the mapping of a NAT alive while nobody is
/// there, learns how long that NAT remembers, and tells when the address is another. Drain contract as in
/// [dev.peercade.peer.media]: feed, [#poll] until null, sleep until [#deadline()]. Not thread-safe.
public final class AddressWatch {

    /// What comes of it.
    public sealed interface Output {

        record Ask(byte[] datagram) implements Output {}

        /// @param moved whether the world saw another address, or none, before
        record Seen(TransportAddress address, boolean moved) implements Output {}

        /// No answer any more: UDP does not get out, or the server is gone. Told once until there is an answer.
        record Silent() implements Output {}
    }

    /// RFC 8445, section 11: Tr is 15 s by default and at least.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /// NATs that forget sooner than this hold no stream either.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration RETRANSMISSION = Duration.ofMillis(400);

    /// What was answered a moment ago is so still.
    private static final Duration FRESH = Duration.ofMillis(500);

    /// Unanswered in a row; 1.2 s.
    private static final int MISSES_MAX = 3;

    private final Entropy entropy;
    private final Set<TransactionId> outstanding = new HashSet<>();
    private @Nullable TransportAddress seen;
    private MonoTime answeredAt;
    private MonoTime askAt;
    private Duration interval = LONGEST;
    private Duration longest = LONGEST;
    private int misses;
    private boolean silent;
    private boolean machineMoved;
    private @Nullable Output next;

    /// @param first how the server saw the socket at first, or null where it did not answer
    public AddressWatch(@Nullable TransportAddress first, Entropy entropy, MonoTime now) {
        this.seen = first;
        this.entropy = entropy;
        this.answeredAt = now;
        this.askAt = first == null ? now.plus(RETRANSMISSION) : now.plus(interval);
        this.silent = first == null;
    }

    /// Something makes it doubtful that all is as it was.
    public void askNow(MonoTime now) {
        if (outstanding.isEmpty() && now.nanosSince(answeredAt) > FRESH.toNanos()) {
            askAt = now;
        }
    }

    /// This machine has other addresses: that the world sees another one then is no fault of a NAT, and it may be
    /// another NAT's world.
    public void machineMoved() {
        machineMoved = true;
        longest = LONGEST;
    }

    /// How often something should pass so that the NAT does not forget.
    public Duration interval() {
        return interval;
    }

    /// A datagram from the server; false where it is no answer to a question of ours.
    public boolean onDatagram(byte[] datagram, MonoTime now) {
        StunMessage answer = StunMessage.parse(datagram);
        if (answer == null || !outstanding.contains(answer.transaction())) {
            return false;
        }
        TransportAddress address = answer.mappedAddress();
        if (answer.kind() != StunMessage.Kind.SUCCESS || address == null || !address.isSendable()) {
            return true;
        }
        outstanding.clear();
        boolean moved = !address.equals(seen);
        if (moved && seen != null && !silent && !machineMoved) {
            // Perhaps forgotten for want of traffic: half of that silence is safe.
            longest = shorter(longest, Duration.ofNanos(now.nanosSince(answeredAt) / 2));
            interval = SHORTEST;
        } else {
            interval = shorter(interval.multipliedBy(3).dividedBy(2), longest);
        }
        seen = address;
        machineMoved = false;
        silent = false;
        misses = 0;
        answeredAt = now;
        askAt = now.plus(interval);
        next = new Output.Seen(address, moved);
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        Duration shorter = one.compareTo(other) < 0 ? one : other;
        return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
    }

    public @Nullable Output poll(MonoTime now) {
        Output ready = next;
        next = null;
        if (ready != null || now.isBefore(askAt)) {
            return ready;
        }
        if (!outstanding.isEmpty() && ++misses == MISSES_MAX && !silent) {
            silent = true;
            next = new Output.Silent();
        }
        if (outstanding.size() > MISSES_MAX) {
            outstanding.clear();
        }
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        outstanding.add(transaction);
        // Once it is silent, often enough to notice within seconds that it is back.
        askAt = now.plus(silent ? RETRANSMISSION.multipliedBy(5) : RETRANSMISSION);
        return new Output.Ask(new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction)
                .fingerprint()
                .toBytes());
    }

    public MonoTime deadline() {
        return askAt;
    }
}
