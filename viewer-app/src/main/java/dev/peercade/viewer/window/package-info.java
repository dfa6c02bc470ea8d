/// The viewer's window: which screen follows which.
@NullMarked
package dev.peercade.viewer.window;

import org.jspecify.annotations.NullMarked;
