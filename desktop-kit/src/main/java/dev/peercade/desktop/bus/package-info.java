/// The bus by which programs of a Linux desktop talk.
@NullMarked
package dev.peercade.desktop.bus;

import org.jspecify.annotations.NullMarked;
