/// How much a path carries: measured from when the receiver says that packets arrived, told the time, without I/O.
@NullMarked
package dev.peercade.peer.media.congestion;

import org.jspecify.annotations.NullMarked;
