package dev.peercade.peer.session;

/// Whether the world sees an address of this peer (step 1).
public enum PublicAddress {
    FOUND,
    /// A STUN server was asked and kept silent: only peers of this machine or network can be met.
    SILENT,
    /// The mediator names no STUN server: likewise.
    NOBODY_TO_ASK
}
