/// Address discovery with ice4j's STUN stack.
@NullMarked
package dev.peercade.peer.edge.stun;

import org.jspecify.annotations.NullMarked;
