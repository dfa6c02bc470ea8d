/// Relay nodes in PostgreSQL.
@NullMarked
package dev.peercade.mediator.relay.jooq;

import org.jspecify.annotations.NullMarked;
