package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;

/// Rule 1 of the protocol: how many checks go to an address that has never answered one. Whoever registers a third
/// party's address buys at most these: [#UNANSWERED_MAX] for the address, or
/// [#VIEWERS_UNANSWERED_MAX] (and as many by way of each relay on which
/// we have an allocation, two at most), [#HOST_MAX] a minute for all ports of its host, both over all peers of a
/// session together, and twice [#PEER_MAX] in ten minutes however often it pushes. Sources that a peer has not named
/// have [#UNNAMED_MAX] of their own: whoever sends its recorded checks again from anywhere must not use up what the
/// peer needs when it moves.
///
/// What is answered soon is given back, and a host that has answered costs a peer nothing: whoever comes back and
/// back is let in each time, whatever else it names.
///
/// Every table is bounded and forgets: what was sent to whom is remembered for [#MEMORY] after the latest check, and
/// where a table is full the eldest row makes room, so that somebody new always finds one.
public final class CheckBudget {

    /// Rc of RFC 8489, section 6.2.1: a request is sent 7 times at most. For a streamer, from whom any account can ask
    /// for checks.
    public static final int UNANSWERED_MAX = 7;

    /// For a viewer, who chooses its streamer, and whose checks have to open the way for those of the streamer: at 50 %
    /// loss all of seven are lost once in 128 times.
    public static final int VIEWERS_UNANSWERED_MAX = 14;

    /// One more in return for each authenticated check from that very address, which is never more than it sent
    /// itself: a viewer's own checks may all be spent before a streamer's poll opens its NAT. So few suffice since
    /// each names what came before it (decision 19).
    public static final int RETURNED_MAX = 3;

    /// Per IPv4 address or IPv6 /64, per minute: five addresses behind one NAT that never answer. Returned
    /// checks have as many of their own, or naming the host of a viewer would keep that viewer out.
    public static final int HOST_MAX = 35;

    /// Per peer: two endpoints of 16 candidates each that never answer. Then one more each 2.7 s, so ten minutes see
    /// twice as many at most.
    public static final int PEER_MAX = 2 * 16 * UNANSWERED_MAX;

    /// Likewise per peer, for 16 sources of authenticated checks that it has not named. Each costs one at once, since
    /// it takes a row.
    public static final int UNNAMED_MAX = 16 * UNANSWERED_MAX;

    /// How long an unanswered address is remembered; a streamer's next viewers may then try it again.
    static final Duration MEMORY = Duration.ofMinutes(10);

    /// Hosts that have answered: four for each of 64 viewers.
    static final int PROVEN_MAX = 4 * 64;

    /// What 64 viewers may fill within [#MEMORY].
    static final int ROWS_MAX = 64 * 2 * (PEER_MAX + UNNAMED_MAX) + PROVEN_MAX * 10 * HOST_MAX;

    private static final int PEERS_MAX = 1024;

    /// What is answered later than this is not given back: all checks of an honest visit are done by then, and
    /// whoever could save refunds up would spend them at once.
    private static final Duration REFUND_WITHIN = Duration.ofSeconds(40);

    /// For whom a check is.
    ///
    /// @param peer the same over all endpoints that it pushes
    /// @param named whether it has named the address, or only sent from there
    record Payer(String peer, boolean named) {}

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

        static Spent nothing(MonoTime now) {
            return new Spent(0, 0, 0, 0, false, now, now);
        }

        boolean isNothing() {
            return unanswered + earned == 0 && !answered;
        }

        Spent checked(int price, MonoTime now) {
            return new Spent(unanswered + 1, earned, returned, paid + price, false, since, now);
        }

        Spent heard(int price, MonoTime now) {
            return new Spent(unanswered, earned + 1, returned, paid + price, false, since, now);
        }

        Spent returnedOne(MonoTime now) {
            return new Spent(unanswered, earned, returned + 1, paid, false, since, now);
        }

        /// All is forgiven.
        Spent answeredAt(MonoTime now) {
            return new Spent(0, earned, returned, 0, true, now, now);
        }

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

    private final int unansweredMax;
    private final RecentRows<FiveTuple, Spent> spent = new RecentRows<>(ROWS_MAX, MEMORY, Spent::at);
    private final RecentRows<Host, MonoTime> proven = new RecentRows<>(PROVEN_MAX, MEMORY, at -> at);
    private final TokenBuckets<Host> ordinary = new TokenBuckets<>(HOST_MAX, Duration.ofMinutes(1), ROWS_MAX);
    private final TokenBuckets<Host> returned = new TokenBuckets<>(HOST_MAX, Duration.ofMinutes(1), ROWS_MAX);
    private final TokenBuckets<String> peers = new TokenBuckets<>(PEER_MAX, MEMORY, PEERS_MAX);
    private final TokenBuckets<String> unnamed = new TokenBuckets<>(UNNAMED_MAX, MEMORY, PEERS_MAX);

    /// @param role of whoever sends the checks
    CheckBudget(PunchRole role) {
        unansweredMax = role == PunchRole.CONTROLLING ? VIEWERS_UNANSWERED_MAX : UNANSWERED_MAX;
    }

    /// Takes one check out of the budget, if it holds one.
    ///
    /// @param payer for whom it is
    Verdict take(Payer payer, FiveTuple tuple, MonoTime now) {
        Spent before = spentOn(tuple, now);
        Host host = Host.of(tuple.remote());
        if (before.answered) {
            spent.put(tuple, before.touched(now), now);
            return Verdict.SEND;
        }
        if (before.returned < before.earned) {
            if (!returned.holdsOne(host, now)) {
                return Verdict.LATER;
            }
            returned.take(host, now);
            spent.put(tuple, before.returnedOne(now), now);
            return Verdict.SEND;
        }
        if (before.unanswered >= unansweredMax) {
            return Verdict.NEVER;
        }
        boolean free = proven.get(host, now) != null;
        if (!ordinary.holdsOne(host, now) || !free && !purse(payer).holdsOne(payer.peer, now)) {
            return Verdict.LATER;
        }
        ordinary.take(host, now);
        if (!free) {
            purse(payer).take(payer.peer, now);
        }
        spent.put(tuple, before.checked(free ? 0 : 1, now), now);
        return Verdict.SEND;
    }

    /// An authenticated check of this peer's came from there.
    void heard(Payer payer, FiveTuple tuple, MonoTime now) {
        Spent before = spentOn(tuple, now);
        if (before.answered || before.earned >= RETURNED_MAX) {
            return;
        }
        boolean free = !before.isNothing();
        if (!free && !purse(payer).holdsOne(payer.peer, now)) {
            return;
        }
        if (!free) {
            purse(payer).take(payer.peer, now);
        }
        spent.put(tuple, before.heard(free ? 0 : 1, now), now);
    }

    /// The address has answered an authenticated check of this peer's: it takes part by its own will, and its host
    /// and the peer get back what that took.
    void answered(Payer payer, FiveTuple tuple, MonoTime now) {
        Spent before = spent.get(tuple, now);
        if (before == null || before.answered) {
            return;
        }
        Host host = Host.of(tuple.remote());
        if (now.nanosSince(before.since) < REFUND_WITHIN.toNanos()) {
            ordinary.giveBack(host, before.unanswered, now);
            returned.giveBack(host, before.returned, now);
            purse(payer).giveBack(payer.peer, before.paid, now);
        }
        spent.put(tuple, before.answeredAt(now), now);
        proven.put(host, now, now);
    }

    /// A peer has gone. What it has answered from is forgotten; what was silent is not, or leaving would buy new
    /// checks.
    void released(Iterable<FiveTuple> tuples) {
        tuples.forEach(tuple -> spent.removeIf(tuple, Spent::answered));
    }

    /// Rows of all tables together.
    int size() {
        return spent.size() + proven.size() + ordinary.rows() + returned.rows() + peers.rows() + unnamed.rows();
    }

    private TokenBuckets<String> purse(Payer payer) {
        return payer.named ? peers : unnamed;
    }

    private Spent spentOn(FiveTuple tuple, MonoTime now) {
        Spent before = spent.get(tuple, now);
        return before == null ? Spent.nothing(now) : before;
    }
}
