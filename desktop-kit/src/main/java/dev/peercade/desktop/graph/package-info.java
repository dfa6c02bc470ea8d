/// Figures as pictures.
@NullMarked
package dev.peercade.desktop.graph;

import org.jspecify.annotations.NullMarked;
