package dev.peercade.peer.punch;

import dev.peercade.peer.wire.TransportAddress;

/// The two ends of a candidate pair; what goes between them shares one fate, and one consent (RFC 7675).
public record FiveTuple(Base base, TransportAddress remote) {

    /// Without a relay of ours.
    public static FiveTuple direct(TransportAddress remote) {
        return new FiveTuple(Base.SOCKET, remote);
    }
}
