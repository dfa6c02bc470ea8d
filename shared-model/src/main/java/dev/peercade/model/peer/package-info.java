/// Accounts, tokens and the endpoints by which peers reach each other.
@NullMarked
package dev.peercade.model.peer;

import org.jspecify.annotations.NullMarked;
