package dev.peercade.peer.wire;

/// A synchronization source of RTP (RFC 3550, section 3).
///
/// @param value 32 bits, any of them
public record Ssrc(int value) {

    @Override
    public String toString() {
        return "Ssrc[" + Integer.toHexString(value) + "]";
    }
}
