/// The 13 steps as two pure machines, and the list of sessions as a third: `next(state, input, now)` gives the next
/// state and what to do. All facts live in the states; whoever drives a machine carries out the actions and feeds back
/// what came of them.
@NullMarked
package dev.peercade.peer.protocol;

import org.jspecify.annotations.NullMarked;
