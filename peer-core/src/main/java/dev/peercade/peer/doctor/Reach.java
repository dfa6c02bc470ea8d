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
    /// @param detour where that does not do: [#RELAYED] or [#NONE], or [#UNKNOWN] where no relay was tried
    static Reach between(NatBehaviour ours, PeerNat theirs, Reach detour) {
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
        return detour;
    }

    /// The same for each kind of peer.
    static Map<PeerNat, Reach> table(NatBehaviour ours, Reach detour) {
        Map<PeerNat, Reach> table = new EnumMap<>(PeerNat.class);
        for (PeerNat theirs : PeerNat.values()) {
            table.put(theirs, between(ours, theirs, detour));
        }
        return table;
    }

    /// In a sentence.
    static Statement statement(NatBehaviour ours, Reach detour) {
        if (ours.mapping() == Mapping.NEAR) {
            return Statement.REACH_NEAR;
        }
        if (between(ours, PeerNat.SYMMETRIC, NONE) == DIRECT) {
            return Statement.REACH_ALL;
        }
        if (ours.mapping() == Mapping.UNKNOWN || detour == UNKNOWN) {
            return Statement.REACH_UNKNOWN;
        }
        boolean relay = detour == RELAYED;
        if (ours.mapping() == Mapping.BLOCKED) {
            return relay ? Statement.REACH_RELAYED : Statement.REACH_NOBODY;
        }
        if (between(ours, PeerNat.PORT_RESTRICTED, NONE) == DIRECT) {
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
