package dev.peercade.peer.media.congestion;

import dev.peercade.peer.time.MonoTime;
import org.jspecify.annotations.Nullable;

/// What became of one packet.
///
/// @param index transport-wide sequence number without wraps
/// @param sentAt on our clock
/// @param bytes on the wire, headers of UDP and IP included
/// @param train the burst that it was sent in: packets of one picture, one after the other
/// @param arrivalNanos on the receiver's clock, whose origin is arbitrary; null for one that has not arrived
record PacketResult(
        long index,
        MonoTime sentAt,
        int bytes,
        long train,
        @Nullable Long arrivalNanos) {

    /// Of packets that are not sent one after the other, as repairs.
    static final long NO_TRAIN = 0;
}
