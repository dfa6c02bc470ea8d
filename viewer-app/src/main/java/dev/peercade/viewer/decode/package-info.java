/// From access units to pictures, and into files.
@NullMarked
package dev.peercade.viewer.decode;

import org.jspecify.annotations.NullMarked;
