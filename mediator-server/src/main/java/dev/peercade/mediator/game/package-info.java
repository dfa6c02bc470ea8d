/// The catalogue of games.
@NullMarked
package dev.peercade.mediator.game;

import org.jspecify.annotations.NullMarked;
