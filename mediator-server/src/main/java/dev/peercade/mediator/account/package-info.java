/// Accounts, passwords and tokens.
@NullMarked
package dev.peercade.mediator.account;

import org.jspecify.annotations.NullMarked;
