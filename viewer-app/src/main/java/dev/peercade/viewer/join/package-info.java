/// The way to a picture in the window: the steps as they are taken.
@NullMarked
package dev.peercade.viewer.join;

import org.jspecify.annotations.NullMarked;
