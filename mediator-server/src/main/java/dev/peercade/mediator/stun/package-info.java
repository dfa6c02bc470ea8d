/// The embedded STUN responder (RFC 8489): tells a peer its public address.
@NullMarked
package dev.peercade.mediator.stun;

import org.jspecify.annotations.NullMarked;
