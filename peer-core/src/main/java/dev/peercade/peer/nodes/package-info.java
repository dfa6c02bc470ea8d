/// The table of relay nodes as a peer or a node keeps it: what the mediator has signed, with what was measured.
@NullMarked
package dev.peercade.peer.nodes;

import org.jspecify.annotations.NullMarked;
