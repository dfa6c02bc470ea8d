/// What the rim must offer to the cores.
@NullMarked
package dev.peercade.peer.port;

import org.jspecify.annotations.NullMarked;
