/// What is known of a stream while it runs.
@NullMarked
package dev.peercade.streamer.live;

import org.jspecify.annotations.NullMarked;
