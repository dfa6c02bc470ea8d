/// What both apps' windows have in common.
@NullMarked
package dev.peercade.desktop.window;

import org.jspecify.annotations.NullMarked;
