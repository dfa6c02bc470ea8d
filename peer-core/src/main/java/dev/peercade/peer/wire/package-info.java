/// What stands on the wire, read and written without state: RTP (RFC 3550, RFC 8285), RTCP (RFC 3550, RFC 4585),
/// and the first byte that tells protocols apart (RFC 7983). A malformed packet is null, never an exception.
@NullMarked
package dev.peercade.peer.wire;

import org.jspecify.annotations.NullMarked;
