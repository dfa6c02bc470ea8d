package dev.peercade.peer.punch;

/// How a relay is reached, the best first. Between relay and peer it is always UDP.
public enum RelayTransport {
    UDP,
    TCP,
    TLS;

    /// What libwebrtc gives a relayed candidate for a type preference (RFC 8445, section 5.1.2.2, leaves it to us as
    /// long as it is the lowest): so the other side knows how its peer reaches the relay.
    public int typePreference() {
        return 2 - ordinal();
    }

    /// Whether relayed traffic of this priority is carried by a stream on its way to the relay.
    static boolean isStream(long priority) {
        return priority >>> 24 < UDP.typePreference();
    }
}
