package dev.peercade.peer.doctor;

import java.util.Locale;

/// What a finding is about.
public enum Subject {
    MEDIATOR,
    ACCOUNT,
    UDP,
    MAPPING,
    FILTERING,
    HAIRPIN,
    MTU,
    IPV6,
    LINK,
    NODES,
    NODE_UDP,
    NODE_TCP,
    NODE_TLS,
    /// The checkup itself.
    CHECKUP,
    REACH,
    VISIT;

    /// Its wire name, such as `node-udp`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
