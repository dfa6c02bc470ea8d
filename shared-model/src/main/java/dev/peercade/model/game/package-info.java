/// What is being played.
@NullMarked
package dev.peercade.model.game;

import org.jspecify.annotations.NullMarked;
