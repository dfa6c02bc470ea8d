/// Relay nodes: the table of TURN servers that peers fall back to, and the leave to use them.
@NullMarked
package dev.peercade.mediator.relay;

import org.jspecify.annotations.NullMarked;
