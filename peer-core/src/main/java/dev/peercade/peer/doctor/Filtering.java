package dev.peercade.peer.doctor;

/// Whose datagrams a NAT or firewall lets in (RFC 4787, section 5).
public enum Filtering {
    /// Everybody's.
    ENDPOINT_INDEPENDENT,
    /// Those of all ports of an address to which something was sent; no second address was there to ask.
    NOT_BY_PORT,
    /// Those of addresses to which something was sent before.
    ADDRESS_DEPENDENT,
    /// Those of the very addresses and ports to which something was sent before.
    ADDRESS_AND_PORT_DEPENDENT,
    UNKNOWN;

    /// Whether a datagram comes in from a port that nobody could foresee, once something was sent to its address.
    public boolean admitsUnforeseenPorts() {
        return this == ENDPOINT_INDEPENDENT || this == NOT_BY_PORT || this == ADDRESS_DEPENDENT;
    }
}
