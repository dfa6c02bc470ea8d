/// The STUN codec of RFC 8489, as far as connectivity checks need it.
@NullMarked
package dev.peercade.peer.wire.stun;

import org.jspecify.annotations.NullMarked;
