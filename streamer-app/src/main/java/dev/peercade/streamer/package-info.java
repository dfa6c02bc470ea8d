/// The streamer: capture, encode, publish. Headless; the windows drive the same classes.
@NullMarked
package dev.peercade.streamer;

import org.jspecify.annotations.NullMarked;
