/// What is measured on the way of a picture. Told the time; not thread-safe unless said.
@NullMarked
package dev.peercade.peer.media.stats;

import org.jspecify.annotations.NullMarked;
