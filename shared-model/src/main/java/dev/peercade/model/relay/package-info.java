/// Relay nodes: TURN servers (RFC 8656) that the mediator knows, and how a peer gets to use one.
@NullMarked
package dev.peercade.model.relay;

import org.jspecify.annotations.NullMarked;
