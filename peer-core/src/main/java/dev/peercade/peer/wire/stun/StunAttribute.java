package dev.peercade.peer.wire.stun;

/// Attribute types (RFC 8489, section 18.3; RFC 8445, section 16.1; RFC 8656, section 18) and the attribute itself as
/// it stands on the wire.
///
/// @param type 0 to 0xFFFF; below 0x8000 a receiver must understand it
/// @param value without padding
public record StunAttribute(int type, byte[] value) {

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int CHANNEL_NUMBER = 0x000C;
    public static final int LIFETIME = 0x000D;
    public static final int XOR_PEER_ADDRESS = 0x0012;
    public static final int DATA = 0x0013;
    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    public static final int REQUESTED_TRANSPORT = 0x0019;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int SOFTWARE = 0x8022;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    /// Ours, and nobody's who does not know it: in a check, the transaction of the latest check that came the other
    /// way (decision 19).
    public static final int HEARD_CHECK = 0xC0EC;

    /// In an answer, twelve random bytes that a later HEARD_CHECK may name (decision 19).
    public static final int ANSWER_TOKEN = 0xC0ED;

    @Override
    public String toString() {
        return "StunAttribute[0x" + Integer.toHexString(type) + ", " + value.length + " bytes]";
    }
}
