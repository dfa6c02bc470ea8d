/// The stream's picture in a window.
@NullMarked
package dev.peercade.desktop.video;

import org.jspecify.annotations.NullMarked;
