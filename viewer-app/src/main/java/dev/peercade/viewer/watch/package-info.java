/// What is known of a picture while it is watched.
@NullMarked
package dev.peercade.viewer.watch;

import org.jspecify.annotations.NullMarked;
