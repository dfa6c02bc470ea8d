/// A TURN client (RFC 8656), sans-IO: an allocation over UDP or over a stream, its permissions and channels.
///
/// What is left out, and why: EVEN-PORT and RESERVATION-TOKEN (one port carries everything), DONT-FRAGMENT (packets
/// are small enough), RFC 6062 (nothing of ours goes by TCP between peers), ALTERNATE-SERVER (the mediator names the
/// servers), PASSWORD-ALGORITHM (no server at hand offers anything but MD5 keys).
@NullMarked
package dev.peercade.peer.punch.turn;

import org.jspecify.annotations.NullMarked;
