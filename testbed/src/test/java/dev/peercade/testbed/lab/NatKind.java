package dev.peercade.testbed.lab;

import dev.peercade.testbed.lab.NatBehaviour.Filtering;
import dev.peercade.testbed.lab.NatBehaviour.Mapping;

/// What stands between a home and the internet; how each kind is made: [NatRules].
public enum NatKind {

    /// No NAT and no firewall: the machine has a public address.
    PUBLIC(Mapping.UNTRANSLATED, Filtering.ENDPOINT_INDEPENDENT),
    /// Endpoint-independent mapping and filtering: once a port has sent anything, everybody reaches it. The most
    /// open NAT (RFC 4787, section 5: "maximum application transparency").
    FULL_CONE(Mapping.ENDPOINT_INDEPENDENT, Filtering.ENDPOINT_INDEPENDENT),
    /// Endpoint-independent mapping, address-dependent filtering: what RFC 4787, REQ-8 recommends where security
    /// comes first.
    RESTRICTED(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT),
    /// Endpoint-independent mapping, address and port-dependent filtering: most routers of homes.
    PORT_RESTRICTED(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    /// Address and port-dependent mapping and filtering, which breaks RFC 4787, REQ-1: a port learnt from STUN is
    /// not the one that a peer will see.
    SYMMETRIC(Mapping.ADDRESS_AND_PORT_DEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    /// Two [#PORT_RESTRICTED] ones in a row, the outer one an internet provider's ("carrier-grade", RFC 6888).
    DOUBLE(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    /// A firewall that lets TCP out and drops all UDP in both directions, as those of companies do.
    UDP_BLOCKED(Mapping.NONE, Filtering.ALL),
    /// A public IPv6 address behind a firewall that lets nothing in to which nothing was sent before (RFC 6092),
    /// and IPv4 behind [#PORT_RESTRICTED]. What is said here of mapping and filtering is that of IPv4.
    V6(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
    /// [#PORT_RESTRICTED] with mappings that live for 2 s without traffic, where RFC 4787, REQ-5 wants two
    /// minutes.
    SHORT_MEMORY(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT);

    private final NatBehaviour behaviour;

    NatKind(Mapping mapping, Filtering filtering) {
        this.behaviour = new NatBehaviour(mapping, filtering);
    }

    /// What a probe from inside finds.
    public NatBehaviour behaviour() {
        return behaviour;
    }
}
