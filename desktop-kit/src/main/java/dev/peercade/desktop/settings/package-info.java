/// What the user wants of the windows, and the screen where it is said.
@NullMarked
package dev.peercade.desktop.settings;

import org.jspecify.annotations.NullMarked;
