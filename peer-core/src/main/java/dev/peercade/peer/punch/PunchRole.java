package dev.peercade.peer.punch;

/// ICE roles (RFC 8445, section 6.1.1). The viewer is always controlling.
public enum PunchRole {
    CONTROLLING,
    CONTROLLED
}
