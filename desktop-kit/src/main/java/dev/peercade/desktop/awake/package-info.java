/// Keeps the display from being dimmed or locked.
@NullMarked
package dev.peercade.desktop.awake;

import org.jspecify.annotations.NullMarked;
