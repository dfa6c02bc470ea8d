/// What the user wants, kept from one start to the next.
@NullMarked
package dev.peercade.desktop.preferences;

import org.jspecify.annotations.NullMarked;
