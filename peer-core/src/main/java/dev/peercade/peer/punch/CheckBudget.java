package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Rule 1 of the protocol: how many checks go to an address that has never answered one. Whoever registers a third
/// party's address buys at most these: [#UNANSWERED_MAX] for the address and [#HOST_MAX] a minute for all ports of its
/// host, over all peers of a session together, and twice [#PEER_MAX] in ten minutes however often the peer pushes. What
/// is answered costs nothing, nor does a host that has answered before cost a peer anything: whoever comes back and
/// back
/// is let in each time, whatever else it names.
///
/// Every table is bounded and forgets: what was sent to whom is remembered for [#MEMORY] after the latest check, and
/// where a table is full the eldest row makes room, so that nobody new is ever locked out.
public final class CheckBudget {

    /// Rc of RFC 8489, section 6.2.1: a request is sent 7 times at most.
    public static final int UNANSWERED_MAX = 7;

    /// One more in return for each authenticated check from that very address, which is never more than it sent
    /// itself; so many because a viewer's own checks may all be spent before a streamer's poll opens its NAT.
    public static final int RETURNED_MAX = 5;

    /// Per IPv4 address or IPv6 /64, per minute: five addresses behind one NAT that never answer. Returned
    /// checks have as many of their own, or naming the host of a viewer would keep that viewer out.
    public static final int HOST_MAX = 35;

    /// Per peer: two endpoints of 16 candidates each that never answer. Then one more each 2.7 s, so that ten minutes
    /// see
    /// twice as many at most. A source that nobody has named costs one too, since it takes a row.
    public static final int PEER_MAX = 2 * 16 * UNANSWERED_MAX;

    /// How long an unanswered address is remembered; a streamer's next viewers may then try it again.
    static final Duration MEMORY = Duration.ofMinutes(10);

    /// Hosts that have answered: four for each of 64 viewers.
    static final int PROVEN_MAX = 4 * 64;

    /// What 64 viewers may fill within [#MEMORY].
    static final int ROWS_MAX = 64 * 2 * PEER_MAX + PROVEN_MAX * 10 * HOST_MAX;

    private static final int PEERS_MAX = 1024;

    /// What is answered later than this is not given back: all checks of an honest visit are done by then, and whoever
    /// could save refunds up would spend them at once.
    private static final Duration REFUND_WITHIN = Duration.ofSeconds(40);

    /// What becomes of a check.
    enum Verdict {
        SEND,
        /// The host or the peer has had its share for now.
        LATER,
        NEVER
    }

    /// @param unanswered checks sent of our own accord
    /// @param earned authenticated checks that came from there
    /// @param returned checks sent for those
    /// @param paid what all that took from the buckets of peers
    /// @param since the first of it
    private record Spent(
            int unanswered, int earned, int returned, int paid, boolean answered, MonoTime since, MonoTime at) {

        Spent touched(MonoTime now) {
            return new Spent(unanswered, earned, returned, paid, answered, since, now);
        }
    }

    private record Host(long high, long low, boolean v6) {
        /// Whoever has an IPv6 address has its /64.
        static Host of(TransportAddress address) {
            return new Host(address.high(), address.v6() ? 0 : address.low(), address.v6());
        }
    }

    // In the order of the latest change, the eldest first.
    private final Map<TransportAddress, Spent> spent = new LinkedHashMap<>();
    private final Map<Host, MonoTime> proven = new LinkedHashMap<>();
    private final TokenBuckets<Host> ordinary = new TokenBuckets<>(HOST_MAX, Duration.ofMinutes(1), ROWS_MAX);
    private final TokenBuckets<Host> returned = new TokenBuckets<>(HOST_MAX, Duration.ofMinutes(1), ROWS_MAX);
    private final TokenBuckets<String> peers = new TokenBuckets<>(PEER_MAX, MEMORY, PEERS_MAX);

    /// Takes one check out of the budget, if it holds one.
    ///
    /// @param peer who named the address, the same over all endpoints that it pushes
    Verdict take(String peer, TransportAddress address, MonoTime now) {
        Spent before = row(address, now);
        Host host = Host.of(address);
        if (before.answered) {
            put(address, before.touched(now), now);
            return Verdict.SEND;
        }
        if (before.returned < before.earned) {
            if (!returned.holdsOne(host, now)) {
                return Verdict.LATER;
            }
            returned.take(host, now);
            put(
                    address,
                    new Spent(
                            before.unanswered,
                            before.earned,
                            before.returned + 1,
                            before.paid,
                            false,
                            before.since,
                            now),
                    now);
            return Verdict.SEND;
        }
        if (before.unanswered >= UNANSWERED_MAX) {
            return Verdict.NEVER;
        }
        boolean free = isProven(host, now);
        if (!ordinary.holdsOne(host, now) || !free && !peers.holdsOne(peer, now)) {
            return Verdict.LATER;
        }
        ordinary.take(host, now);
        if (!free) {
            peers.take(peer, now);
        }
        int paid = before.paid + (free ? 0 : 1);
        put(
                address,
                new Spent(before.unanswered + 1, before.earned, before.returned, paid, false, before.since, now),
                now);
        return Verdict.SEND;
    }

    /// An authenticated check of this peer's came from there.
    void heard(String peer, TransportAddress address, MonoTime now) {
        Spent before = row(address, now);
        if (before.answered || before.earned >= RETURNED_MAX) {
            return;
        }
        boolean unknown = before.earned + before.unanswered == 0;
        if (unknown) {
            if (!peers.holdsOne(peer, now)) {
                return;
            }
            peers.take(peer, now);
        }
        int paid = before.paid + (unknown ? 1 : 0);
        put(
                address,
                new Spent(before.unanswered, before.earned + 1, before.returned, paid, false, before.since, now),
                now);
    }

    /// The address has answered an authenticated check of this peer's: it takes part by its own will, and its host and
    /// the peer get back what that took.
    void answered(String peer, TransportAddress address, MonoTime now) {
        Spent before = spent.get(address);
        if (before == null || before.answered) {
            return;
        }
        Host host = Host.of(address);
        if (now.nanosSince(before.since) < REFUND_WITHIN.toNanos()) {
            ordinary.giveBack(host, before.unanswered, now);
            returned.giveBack(host, before.returned, now);
            peers.giveBack(peer, before.paid, now);
        }
        put(address, new Spent(0, before.earned, before.returned, 0, true, now, now), now);
        renew(proven, host, now, at -> now.nanosSince(at) >= MEMORY.toNanos(), PROVEN_MAX);
    }

    /// A peer has gone. What it has answered from is forgotten; what was silent is not, or leaving would buy new
    /// checks.
    void released(Iterable<TransportAddress> addresses) {
        for (TransportAddress address : addresses) {
            Spent before = spent.get(address);
            if (before != null && before.answered) {
                spent.remove(address);
            }
        }
    }

    /// Rows of all tables together.
    int size() {
        return spent.size() + proven.size() + ordinary.rows() + returned.rows() + peers.rows();
    }

    private Spent row(TransportAddress address, MonoTime now) {
        Spent before = spent.get(address);
        return before == null || isOld(before, now) ? new Spent(0, 0, 0, 0, false, now, now) : before;
    }

    private static boolean isOld(Spent row, MonoTime now) {
        return now.nanosSince(row.at) >= MEMORY.toNanos();
    }

    private boolean isProven(Host host, MonoTime now) {
        MonoTime at = proven.get(host);
        return at != null && now.nanosSince(at) < MEMORY.toNanos();
    }

    private void put(TransportAddress address, Spent row, MonoTime now) {
        renew(spent, address, row, other -> isOld(other, now), ROWS_MAX);
    }

    /// Puts a row last. Old ones go, and the eldest where there are too many.
    static <K, V> void renew(Map<K, V> rows, K key, V value, Predicate<V> isOld, int max) {
        rows.remove(key);
        Iterator<V> eldest = rows.values().iterator();
        while (eldest.hasNext() && (isOld.test(eldest.next()) || rows.size() >= max)) {
            eldest.remove();
        }
        rows.put(key, value);
    }
}
