/// The send path and the receive path: each one ordered list of stages, told the time, without I/O.
///
/// The drain contract of both: feed with `on...(x, now)`, then call `poll(now)` until it returns null, then sleep
/// until `deadline()` or the next input. Neither is thread-safe; one owner thread calls.
@NullMarked
package dev.peercade.peer.media;

import org.jspecify.annotations.NullMarked;
