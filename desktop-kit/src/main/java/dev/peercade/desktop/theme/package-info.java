/// How windows look.
@NullMarked
package dev.peercade.desktop.theme;

import org.jspecify.annotations.NullMarked;
