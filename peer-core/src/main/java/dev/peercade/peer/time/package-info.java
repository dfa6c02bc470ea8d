/// Monotonic time as the cores are told it.
@NullMarked
package dev.peercade.peer.time;

import org.jspecify.annotations.NullMarked;
