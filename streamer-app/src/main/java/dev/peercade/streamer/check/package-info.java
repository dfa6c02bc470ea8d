/// Whether this machine can stream: looked at once at the first start, and whenever somebody asks.
@NullMarked
package dev.peercade.streamer.check;

import org.jspecify.annotations.NullMarked;
