/// What the mediator pushes over its WebSocket.
@NullMarked
package dev.peercade.model.signal;

import org.jspecify.annotations.NullMarked;
