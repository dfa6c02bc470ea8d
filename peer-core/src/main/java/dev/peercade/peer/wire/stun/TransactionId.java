package dev.peercade.peer.wire.stun;

/// The 96 bits that tie an answer to its request (RFC 8489, section 5).
public record TransactionId(int high, long low) {

    public static final int BYTES = 12;
}
