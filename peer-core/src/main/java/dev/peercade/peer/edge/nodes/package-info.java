/// The table of relay nodes as a peer keeps it in a file, and what is asked of the nodes themselves: their agents
/// over HTTPS, their TURN ports by STUN.
@NullMarked
package dev.peercade.peer.edge.nodes;

import org.jspecify.annotations.NullMarked;
