/// The streamer's window: which screen follows which.
@NullMarked
package dev.peercade.streamer.window;

import org.jspecify.annotations.NullMarked;
