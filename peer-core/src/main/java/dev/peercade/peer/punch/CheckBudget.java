package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Rule 1 of the protocol: how many checks go to an address that has never answered one, over all peers of a session
/// together. Whoever registers a third party's address buys at most these: [#UNANSWERED_MAX] for the address,
/// [#HOST_MAX] a minute for all ports of its host, and [#HOSTS_PER_PEER] hosts however often it pushes. Ports are not
/// counted there: whoever comes back comes from a new one.
///
/// Every table is bounded and forgets: what was sent to whom is remembered for [#MEMORY] after the latest check, and
/// where a table is full the eldest row makes room, so that nobody new is ever locked out.
public final class CheckBudget {

    /// Rc of RFC 8489, section 6.2.1: a request is sent 7 times at most.
    public static final int UNANSWERED_MAX = 7;

    /// One more in return for each authenticated check from that very address, which is never more than it sent
    /// itself; so many because a viewer's own checks may all be spent before a streamer's poll opens its NAT.
    public static final int RETURNED_MAX = 5;

    /// Per IPv4 address or IPv6 /64, per [#HOST_WINDOW]: five addresses behind one NAT that never answer. Returned
    /// checks have as many of their own, or naming the host of a viewer would keep that viewer out.
    public static final int HOST_MAX = 35;

    static final Duration HOST_WINDOW = Duration.ofMinutes(1);

    /// How long an unanswered address is remembered; a streamer's next viewers may then try it again.
    static final Duration MEMORY = Duration.ofMinutes(10);

    /// Four endpoints of 16 candidates each, all on different hosts, within [#MEMORY].
    static final int HOSTS_PER_PEER = 64;

    /// Four addresses on each host that 64 viewers may name.
    static final int ROWS_MAX = 4 * 64 * HOSTS_PER_PEER;

    private static final int PEERS_MAX = 1024;

    /// What becomes of a check.
    enum Verdict {
        SEND,
        /// The host has had its share for now.
        LATER,
        NEVER
    }

    /// @param unanswered checks sent of our own accord
    /// @param earned authenticated checks that came from there
    /// @param returned checks sent for those
    private record Spent(int unanswered, int earned, int returned, boolean answered, MonoTime at) {}

    private record Host(long high, long low, boolean v6) {
        /// Whoever has an IPv6 address has its /64.
        static Host of(TransportAddress address) {
            return new Host(address.high(), address.v6() ? 0 : address.low(), address.v6());
        }
    }

    /// Two token buckets.
    private record Allowance(double ordinary, double returned, MonoTime at) {
        Allowance refilled(MonoTime now) {
            double more = (double) HOST_MAX * now.nanosSince(at) / HOST_WINDOW.toNanos();
            return new Allowance(Math.min(HOST_MAX, ordinary + more), Math.min(HOST_MAX, returned + more), now);
        }
    }

    private record Named(Set<Host> hosts, MonoTime since) {}

    // Each in the order of the latest change, the eldest first.
    private final Map<TransportAddress, Spent> spent = new LinkedHashMap<>();
    private final Map<Host, Allowance> hosts = new LinkedHashMap<>();
    private final Map<String, Named> peers = new LinkedHashMap<>();

    /// Whether this peer may still bring up this address's host, over all endpoints it has pushed.
    boolean mayName(String peer, TransportAddress address, MonoTime now) {
        Named named = peers.get(peer);
        if (named == null || now.nanosSince(named.since) >= MEMORY.toNanos()) {
            named = new Named(new HashSet<>(), now);
            renew(peers, peer, named, PEERS_MAX, old -> now.nanosSince(old.since) >= MEMORY.toNanos());
        }
        Host host = Host.of(address);
        return named.hosts.contains(host) || named.hosts.size() < HOSTS_PER_PEER && named.hosts.add(host);
    }

    /// Takes one check out of the budget, if it holds one.
    Verdict take(TransportAddress address, MonoTime now) {
        Spent before = row(address, now);
        if (before.answered) {
            put(address, new Spent(before.unanswered, before.earned, before.returned, true, now), now);
            return Verdict.SEND;
        }
        boolean returns = before.returned < before.earned;
        if (!returns && before.unanswered >= UNANSWERED_MAX) {
            return Verdict.NEVER;
        }
        Allowance left = allowance(Host.of(address), now);
        if ((returns ? left.returned : left.ordinary) < 1) {
            return Verdict.LATER;
        }
        put(
                Host.of(address),
                returns
                        ? new Allowance(left.ordinary, left.returned - 1, now)
                        : new Allowance(left.ordinary - 1, left.returned, now));
        put(
                address,
                returns
                        ? new Spent(before.unanswered, before.earned, before.returned + 1, false, now)
                        : new Spent(before.unanswered + 1, before.earned, before.returned, false, now),
                now);
        return Verdict.SEND;
    }

    /// An authenticated check came from there.
    void heard(TransportAddress address, MonoTime now) {
        Spent before = row(address, now);
        if (!before.answered && before.earned < RETURNED_MAX) {
            put(address, new Spent(before.unanswered, before.earned + 1, before.returned, false, now), now);
        }
    }

    /// The address has answered an authenticated check: it takes part by its own will, and its host gets back what
    /// that took.
    void answered(TransportAddress address, MonoTime now) {
        Spent before = spent.get(address);
        if (before == null || before.answered) {
            return;
        }
        Allowance left = allowance(Host.of(address), now);
        put(
                Host.of(address),
                new Allowance(
                        Math.min(HOST_MAX, left.ordinary + before.unanswered),
                        Math.min(HOST_MAX, left.returned + before.returned),
                        now));
        put(address, new Spent(0, before.earned, before.returned, true, now), now);
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
        return spent.size() + hosts.size() + peers.size();
    }

    private Spent row(TransportAddress address, MonoTime now) {
        Spent before = spent.get(address);
        return before == null || isOld(before, now) ? new Spent(0, 0, 0, false, now) : before;
    }

    private static boolean isOld(Spent row, MonoTime now) {
        return now.nanosSince(row.at) >= MEMORY.toNanos();
    }

    private void put(TransportAddress address, Spent row, MonoTime now) {
        renew(spent, address, row, ROWS_MAX, old -> isOld(old, now));
    }

    private Allowance allowance(Host host, MonoTime now) {
        Allowance left = hosts.get(host);
        return left == null ? new Allowance(HOST_MAX, HOST_MAX, now) : left.refilled(now);
    }

    private void put(Host host, Allowance left) {
        renew(hosts, host, left, ROWS_MAX, old -> left.at.nanosSince(old.at) >= HOST_WINDOW.toNanos());
    }

    private static <K, V> void renew(Map<K, V> rows, K key, V value, int max, Predicate<V> isOld) {
        @Nullable V before = rows.remove(key);
        Iterator<V> eldest = rows.values().iterator();
        while (eldest.hasNext()) {
            boolean drop = isOld.test(eldest.next()) || before == null && rows.size() >= max;
            if (!drop) {
                break;
            }
            eldest.remove();
        }
        rows.put(key, value);
    }
}
