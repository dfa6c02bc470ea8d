package dev.peercade.peer.media;

import dev.peercade.peer.wire.Ssrc;
import org.jspecify.annotations.Nullable;

/// What a receive path expects, and who it says it is.
///
/// @param payloadType the only one that is accepted
/// @param retransmissionPayloadType of the stream on which lost packets come again (RFC 4588), or null where the
///     streamer sends none again
/// @param correctionPayloadType of the stream of parity packets (`flexfec-03`), or null where the streamer sends none
/// @param extensions numbers of the header extensions that the streamer may stamp
/// @param local the source that its reports come from
/// @param cname canonical name, at most 255 bytes, random (RFC 7022)
public record ReceiveSettings(
        int payloadType,
        @Nullable Integer retransmissionPayloadType,
        @Nullable Integer correctionPayloadType,
        HeaderExtensionIds extensions,
        Ssrc local,
        String cname) {

    public ReceiveSettings(int payloadType, Ssrc local, String cname) {
        this(payloadType, null, null, HeaderExtensionIds.NONE, local, cname);
    }
}
