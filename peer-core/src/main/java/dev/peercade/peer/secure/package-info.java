/// What keeps media secret, as far as it needs no I/O: fingerprints, roles, the guard before the DTLS library.
@NullMarked
package dev.peercade.peer.secure;

import org.jspecify.annotations.NullMarked;
