/// The catalogue of games in PostgreSQL.
@NullMarked
package dev.peercade.mediator.game.jooq;

import org.jspecify.annotations.NullMarked;
