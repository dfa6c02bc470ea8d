/// Streaming sessions in PostgreSQL.
@NullMarked
package dev.peercade.mediator.session.jooq;

import org.jspecify.annotations.NullMarked;
