/// What went wrong, for a person.
@NullMarked
package dev.peercade.desktop.problem;

import org.jspecify.annotations.NullMarked;
