/// The platform's clock and randomness.
@NullMarked
package dev.peercade.peer.edge.clock;

import org.jspecify.annotations.NullMarked;
