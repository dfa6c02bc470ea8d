package dev.peercade.peer.media;

import dev.peercade.peer.wire.Ssrc;
import org.jspecify.annotations.Nullable;

/// What a send path stamps on what it sends to one viewer.
///
/// @param payloadType the viewer's number for H.264
/// @param firstSequenceNumber 0 to 65535, random (RFC 3550, section 5.1)
/// @param firstTimestamp 0 to 2^32-1, random
/// @param cname canonical name, at most 255 bytes, random (RFC 7022)
/// @param unixNanosAtOrigin nanoseconds since 1970 at the moment when [dev.peercade.peer.time.MonoTime] was 0.
///     Where nobody knows it, 0: sender reports then count from an arbitrary origin, as RFC 3550, section 6.4.1,
///     allows
/// @param retransmission null where the viewer wants none
/// @param correction null where the viewer wants none
/// @param extensions the viewer's numbers
public record SendSettings(
        Ssrc ssrc,
        int payloadType,
        int firstSequenceNumber,
        long firstTimestamp,
        String cname,
        long unixNanosAtOrigin,
        @Nullable Retransmission retransmission,
        @Nullable ErrorCorrection correction,
        HeaderExtensionIds extensions) {

    public SendSettings(Ssrc ssrc, int payloadType, int firstSequenceNumber, long firstTimestamp, String cname) {
        this(ssrc, payloadType, firstSequenceNumber, firstTimestamp, cname, 0, null, null, HeaderExtensionIds.NONE);
    }

    public SendSettings with(@Nullable Retransmission again, @Nullable ErrorCorrection parities) {
        return new SendSettings(
                ssrc,
                payloadType,
                firstSequenceNumber,
                firstTimestamp,
                cname,
                unixNanosAtOrigin,
                again,
                parities,
                extensions);
    }

    public SendSettings with(HeaderExtensionIds ids) {
        return new SendSettings(
                ssrc,
                payloadType,
                firstSequenceNumber,
                firstTimestamp,
                cname,
                unixNanosAtOrigin,
                retransmission,
                correction,
                ids);
    }

    /// The stream on which lost packets go again (RFC 4588, section 5: one of its own).
    ///
    /// @param payloadType the viewer's number for it
    public record Retransmission(Ssrc ssrc, int payloadType) {}

    /// The stream of parity packets (`flexfec-03`).
    ///
    /// @param payloadType the viewer's number for it
    public record ErrorCorrection(Ssrc ssrc, int payloadType) {}
}
