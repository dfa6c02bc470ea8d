/// What people read, in their language.
@NullMarked
package dev.peercade.desktop.text;

import org.jspecify.annotations.NullMarked;
