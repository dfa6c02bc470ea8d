/// View requests in PostgreSQL.
@NullMarked
package dev.peercade.mediator.request.jooq;

import org.jspecify.annotations.NullMarked;
