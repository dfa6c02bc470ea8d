/// Connections by TCP and TLS, to relays.
@NullMarked
package dev.peercade.peer.edge.stream;

import org.jspecify.annotations.NullMarked;
