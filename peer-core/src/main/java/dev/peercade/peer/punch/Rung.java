package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;

/// A rung of the path ladder, the best first.
public enum Rung {
    /// Both are in one network, or on one machine.
    LAN,
    /// No address is translated on the way.
    IPV6,
    /// Through the NATs of both, or to a public IPv4 address.
    PUNCHED,
    /// By way of a relay that both reach by UDP.
    RELAYED_UDP,
    /// By way of a relay that one of them reaches by TCP or TLS only.
    RELAYED_TCP;

    static Rung of(FiveTuple tuple, CandidateKind kind, long remotePriority) {
        Base base = tuple.base();
        // A peer-reflexive candidate of so low a priority is a relayed one that the mediator has not named yet.
        boolean remoteRelayed = kind == CandidateKind.RELAYED
                || kind == CandidateKind.PEER_REFLEXIVE && remotePriority >>> 24 <= RelayTransport.UDP.typePreference();
        if (base.isRelay() || remoteRelayed) {
            boolean stream = base.isRelay() && base.transport() != RelayTransport.UDP
                    || remoteRelayed && RelayTransport.isStream(remotePriority);
            return stream ? RELAYED_TCP : RELAYED_UDP;
        }
        if (tuple.remote().isPrivate() || tuple.remote().isLoopback()) {
            return LAN;
        }
        return tuple.remote().v6() ? IPV6 : PUNCHED;
    }

    public boolean isRelayed() {
        return this == RELAYED_UDP || this == RELAYED_TCP;
    }
}
