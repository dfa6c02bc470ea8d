/// When packets leave: not faster than the path carries them. Told the time, without I/O.
@NullMarked
package dev.peercade.peer.media.pace;

import org.jspecify.annotations.NullMarked;
