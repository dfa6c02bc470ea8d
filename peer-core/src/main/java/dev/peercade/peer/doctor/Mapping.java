package dev.peercade.peer.doctor;

/// By what a NAT chooses the outer address and port of an inner one (RFC 4787, section 4.1).
public enum Mapping {
    /// There is no NAT: the inner address and port are the outer ones.
    UNTRANSLATED,
    /// Likewise towards servers of one's own machine or network, which says nothing of the way to the world.
    NEAR,
    /// The same towards everybody.
    ENDPOINT_INDEPENDENT,
    /// The same towards all ports of one address; no second address was there to ask.
    SAME_FOR_AN_ADDRESS,
    /// Another one towards each address.
    ADDRESS_DEPENDENT,
    /// Another one towards each address and port; also where it could not be told from [#ADDRESS_DEPENDENT].
    ADDRESS_AND_PORT_DEPENDENT,
    /// Nobody answers: UDP does not get out, or not back in.
    BLOCKED,
    UNKNOWN;

    /// Whether a peer will see what a STUN server has seen.
    public boolean isForeseeable() {
        return this == UNTRANSLATED || this == ENDPOINT_INDEPENDENT || this == SAME_FOR_AN_ADDRESS;
    }
}
