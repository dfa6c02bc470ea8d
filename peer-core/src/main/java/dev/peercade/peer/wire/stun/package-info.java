/// The STUN codec of RFC 8489 and the TURN codec of RFC 8656, as far as connectivity checks and a TURN client need
/// them.
@NullMarked
package dev.peercade.peer.wire.stun;

import org.jspecify.annotations.NullMarked;
