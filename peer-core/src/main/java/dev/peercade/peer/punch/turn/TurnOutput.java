package dev.peercade.peer.punch.turn;

import dev.peercade.peer.wire.TransportAddress;
import org.jspecify.annotations.Nullable;

/// What comes of an allocation.
public sealed interface TurnOutput {

    record ToServer(byte[] message) implements TurnOutput {}

    /// @param relayed where others reach us from now on
    /// @param mapped how the server sees us, or null where it does not say
    /// @param roundTripMs to the server and back
    record Allocated(TransportAddress relayed, @Nullable TransportAddress mapped, double roundTripMs)
            implements TurnOutput {}

    record FromPeer(TransportAddress peer, byte[] load) implements TurnOutput {}

    /// The last output.
    record Lost(TurnLoss why) implements TurnOutput {}
}
