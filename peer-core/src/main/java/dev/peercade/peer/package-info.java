/// The protocol and media cores of a peer. Only [dev.peercade.peer.PeerCore] sees `edge`.
@NullMarked
package dev.peercade.peer;

import org.jspecify.annotations.NullMarked;
