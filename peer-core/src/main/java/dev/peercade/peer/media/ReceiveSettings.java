package dev.peercade.peer.media;

import dev.peercade.peer.wire.Ssrc;

/// What a receive path expects, and who it says it is.
///
/// @param payloadType the only one that is accepted
/// @param local the source that its reports come from
/// @param cname canonical name, at most 255 bytes, random (RFC 7022)
public record ReceiveSettings(int payloadType, Ssrc local, String cname) {}
