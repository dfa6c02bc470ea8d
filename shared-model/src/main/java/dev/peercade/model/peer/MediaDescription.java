package dev.peercade.model.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a peer can send or receive, with the numbers that its side uses. The viewer's numbers rule: the streamer
/// stamps them per viewer.
///
/// @param codecs in the order of preference; at most 16
/// @param extensions RTP header extensions (RFC 8285); at most 16
public record MediaDescription(List<Codec> codecs, List<HeaderExtension> extensions) {

    /// @param name the encoding name of RFC 4855, such as `H264`
    /// @param payloadType 35 to 63 or 96 to 127
    /// @param clockRate in Hz
    /// @param parameters the format parameters as in SDP, such as `packetization-mode=1;profile-level-id=42e01f`
    /// @param retransmissionPayloadType payload type of the RFC 4588 stream, or null where none is wanted
    public record Codec(
            String name,
            int payloadType,
            int clockRate,
            @Nullable String parameters,
            @Nullable Integer retransmissionPayloadType) {}

    /// @param uri the extension's URI
    /// @param id 1 to 14
    public record HeaderExtension(String uri, int id) {}
}
