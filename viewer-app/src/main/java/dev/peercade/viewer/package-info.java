/// The viewer: join, decode, record. Headless; the windows drive the same classes.
@NullMarked
package dev.peercade.viewer;

import org.jspecify.annotations.NullMarked;
