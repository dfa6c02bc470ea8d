/// The HTTP rim of streaming sessions.
@NullMarked
package dev.peercade.mediator.session.web;

import org.jspecify.annotations.NullMarked;
