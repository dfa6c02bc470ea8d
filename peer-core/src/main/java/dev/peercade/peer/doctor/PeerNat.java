package dev.peercade.peer.doctor;

import java.util.Locale;

/// What another peer may be behind, in the words that people use.
public enum PeerNat {
    /// No NAT, and nothing that filters.
    OPEN(Mapping.UNTRANSLATED, Filtering.ENDPOINT_INDEPENDENT),
    FULL_CONE(Mapping.ENDPOINT_INDEPENDENT, Filtering.ENDPOINT_INDEPENDENT),
    RESTRICTED(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT),
    /// Most routers of homes.
    PORT_RESTRICTED(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    SYMMETRIC(Mapping.ADDRESS_AND_PORT_DEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    UDP_BLOCKED(Mapping.BLOCKED, Filtering.UNKNOWN);

    private final Mapping mapping;
    private final Filtering filtering;

    PeerNat(Mapping mapping, Filtering filtering) {
        this.mapping = mapping;
        this.filtering = filtering;
    }

    Mapping mapping() {
        return mapping;
    }

    Filtering filtering() {
        return filtering;
    }

    /// Its wire name, such as `full-cone`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
