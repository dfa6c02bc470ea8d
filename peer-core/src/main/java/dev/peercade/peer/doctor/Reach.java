package dev.peercade.peer.doctor;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// How media gets from here to another peer, or back, over IPv4.
public enum Reach {
    DIRECT,
    RELAYED,
    NONE,
    UNKNOWN;

    /// What the theory of hole punching says: a port that depends on the destination is known to nobody before
    /// that peer has got a datagram from it, and who filters by port lets none in from a port that nobody knows.
    ///
    /// @param relay whether a relay can be reached from here
    static Reach between(NatBehaviour ours, PeerNat theirs, boolean relay) {
        if (ours.mapping() == Mapping.UNKNOWN || ours.mapping() == Mapping.NEAR) {
            return UNKNOWN;
        }
        boolean udp = ours.mapping() != Mapping.BLOCKED && theirs.mapping() != Mapping.BLOCKED;
        boolean weGetThere =
                ours.mapping().isForeseeable() || theirs.filtering().admitsUnforeseenPorts();
        boolean theyGetHere =
                theirs.mapping().isForeseeable() || ours.filtering().admitsUnforeseenPorts();
        if (udp && weGetThere && theyGetHere) {
            return DIRECT;
        }
        return relay ? RELAYED : NONE;
    }

    /// The same for each kind of peer.
    static Map<PeerNat, Reach> table(NatBehaviour ours, boolean relay) {
        Map<PeerNat, Reach> table = new EnumMap<>(PeerNat.class);
        for (PeerNat theirs : PeerNat.values()) {
            table.put(theirs, between(ours, theirs, relay));
        }
        return table;
    }

    /// In a sentence.
    static Statement statement(NatBehaviour ours, boolean relay) {
        if (ours.mapping() == Mapping.UNKNOWN) {
            return Statement.REACH_UNKNOWN;
        }
        if (ours.mapping() == Mapping.NEAR) {
            return Statement.REACH_NEAR;
        }
        if (ours.mapping() == Mapping.BLOCKED) {
            return relay ? Statement.REACH_RELAYED : Statement.REACH_NOBODY;
        }
        if (between(ours, PeerNat.SYMMETRIC, false) == DIRECT) {
            return Statement.REACH_ALL;
        }
        if (between(ours, PeerNat.PORT_RESTRICTED, false) == DIRECT) {
            return relay ? Statement.REACH_MOST : Statement.REACH_MOST_NO_RELAY;
        }
        return relay ? Statement.REACH_FEW : Statement.REACH_FEW_NO_RELAY;
    }

    /// Its wire name.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
