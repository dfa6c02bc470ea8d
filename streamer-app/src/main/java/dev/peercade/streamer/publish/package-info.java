/// From a source's pictures to access units in a session.
@NullMarked
package dev.peercade.streamer.publish;

import org.jspecify.annotations.NullMarked;
