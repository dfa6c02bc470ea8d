/// The HTTP rim of accounts: who asks, and the calls about peers and tokens.
@NullMarked
package dev.peercade.mediator.account.web;

import org.jspecify.annotations.NullMarked;
