/// The push channel: a WebSocket that tells peers at once what concerns them.
@NullMarked
package dev.peercade.mediator.signal;

import org.jspecify.annotations.NullMarked;
