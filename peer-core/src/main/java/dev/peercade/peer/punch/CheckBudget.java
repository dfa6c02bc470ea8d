package dev.peercade.peer.punch;

import dev.peercade.peer.wire.TransportAddress;
import java.util.HashMap;
import java.util.Map;

/// Rule 1 of the protocol: how many checks go to an address that has never answered one, over all peers of a session
/// together. Whoever registers a third party's address buys at most these.
public final class CheckBudget {

    /// Rc of RFC 8489, section 6.2.1: a request is sent 7 times at most.
    public static final int ORDINARY_MAX = 7;

    /// In answer to authenticated checks from that very address: never more than it sent itself.
    public static final int TRIGGERED_MAX = 5;

    /// Every map keyed by what a stranger sends is bounded; 64 viewers with 16 candidates fit.
    private static final int ADDRESSES_MAX = 1024;

    private record Spent(int ordinary, int triggered, boolean answered) {}

    private final Map<TransportAddress, Spent> spent = new HashMap<>();

    /// Takes one check out of the budget, if it holds one.
    boolean take(TransportAddress address, boolean triggered) {
        Spent before = spent.get(address);
        if (before == null) {
            if (spent.size() >= ADDRESSES_MAX) {
                return false;
            }
            before = new Spent(0, 0, false);
        }
        if (!before.answered && (triggered ? before.triggered >= TRIGGERED_MAX : before.ordinary >= ORDINARY_MAX)) {
            return false;
        }
        spent.put(
                address,
                new Spent(
                        before.ordinary + (triggered || before.answered ? 0 : 1),
                        before.triggered + (triggered && !before.answered ? 1 : 0),
                        before.answered));
        return true;
    }

    /// The address has answered an authenticated check: it takes part by its own will.
    void answered(TransportAddress address) {
        spent.computeIfPresent(address, (_, before) -> new Spent(before.ordinary, before.triggered, true));
    }
}
