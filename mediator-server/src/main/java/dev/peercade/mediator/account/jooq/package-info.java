/// Accounts and tokens in PostgreSQL.
@NullMarked
package dev.peercade.mediator.account.jooq;

import org.jspecify.annotations.NullMarked;
