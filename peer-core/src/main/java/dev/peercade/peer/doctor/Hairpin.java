package dev.peercade.peer.doctor;

/// Whether two machines behind one NAT reach each other at its outer address (RFC 4787, section 6).
public enum Hairpin {
    WORKS,
    FAILS,
    /// There is no NAT.
    NOT_NEEDED,
    /// The port is another one for each destination, or nobody has said what it is.
    UNKNOWN
}
