/// One session in the window: steps 5 to 11 as they happen, then the picture.
@NullMarked
package dev.peercade.viewer.join;

import org.jspecify.annotations.NullMarked;
