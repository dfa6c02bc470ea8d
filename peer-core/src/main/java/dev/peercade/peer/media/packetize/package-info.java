/// H.264 to RTP payloads and back (RFC 6184).
@NullMarked
package dev.peercade.peer.media.packetize;

import org.jspecify.annotations.NullMarked;
