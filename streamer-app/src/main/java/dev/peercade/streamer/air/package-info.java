/// The stream while it is live.
@NullMarked
package dev.peercade.streamer.air;

import org.jspecify.annotations.NullMarked;
