/// What is known of a picture while it is watched.
@NullMarked
package dev.peercade.viewer.live;

import org.jspecify.annotations.NullMarked;
