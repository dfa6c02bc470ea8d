/// The HTTP rim of the catalogue of games.
@NullMarked
package dev.peercade.mediator.game.web;

import org.jspecify.annotations.NullMarked;
