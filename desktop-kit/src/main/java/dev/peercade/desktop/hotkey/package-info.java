/// Keys that do something wherever the focus is, and who decides which.
@NullMarked
package dev.peercade.desktop.hotkey;

import org.jspecify.annotations.NullMarked;
