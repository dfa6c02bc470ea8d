/// The picture of one session in the window, what can be done with it, and what happens when it breaks off.
@NullMarked
package dev.peercade.viewer.watch;

import org.jspecify.annotations.NullMarked;
