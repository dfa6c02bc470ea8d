package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import java.util.Locale;

/// A rung of the path ladder, the best first.
public enum Rung {
    /// Both are in one network, or on one machine.
    LAN("directly within one network"),
    /// No address is translated on the way.
    IPV6("directly by IPv6"),
    /// Through the NATs of both, or to a public IPv4 address.
    PUNCHED("directly through the firewalls of both"),
    /// By way of a relay that both reach by UDP.
    RELAYED_UDP("by way of a relay"),
    /// By way of a relay that one of them reaches by TCP or TLS only.
    RELAYED_TCP("by way of a relay that one of both reaches by TCP only");

    private final String words;

    Rung(String words) {
        this.words = words;
    }

    /// The name as it stands in `--json` output, such as `relayed-udp`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How media travels, such as `by way of a relay`.
    public String words() {
        return words;
    }

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
