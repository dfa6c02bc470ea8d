/// The sessions that apps see: one owner thread each.
@NullMarked
package dev.peercade.peer.session;

import org.jspecify.annotations.NullMarked;
