package dev.peercade.peer.wire;

/// Tells apart what shares one UDP port.
public final class Demultiplexer {

    /// What a datagram claims to be, by its first bytes alone.
    public enum Kind {
        STUN,
        DTLS,
        RTP,
        RTCP,
        TURN_CHANNEL,
        UNKNOWN
    }

    private Demultiplexer() {}

    /// RFC 7983, section 7: the first byte decides. Between RTP and RTCP the second does, by RFC 5761, section 4:
    /// the packet types 192 to 223 are RTCP, which is why payload types 64 to 95 are not used for RTP.
    public static Kind classify(byte[] datagram) {
        if (datagram.length == 0) {
            return Kind.UNKNOWN;
        }
        int first = datagram[0] & 0xFF;
        if (first <= 3) {
            return Kind.STUN;
        }
        if (first >= 20 && first <= 63) {
            return Kind.DTLS;
        }
        if (first >= 64 && first <= 79) {
            return Kind.TURN_CHANNEL;
        }
        if (first < 128 || first > 191 || datagram.length < 2) {
            return Kind.UNKNOWN;
        }
        int packetType = datagram[1] & 0xFF;
        return packetType >= 192 && packetType <= 223 ? Kind.RTCP : Kind.RTP;
    }
}
