/// The sessions that apps see, and the list of all: one owner thread each.
@NullMarked
package dev.peercade.peer.session;

import org.jspecify.annotations.NullMarked;
