/// The UDP socket.
@NullMarked
package dev.peercade.peer.edge.udp;

import org.jspecify.annotations.NullMarked;
