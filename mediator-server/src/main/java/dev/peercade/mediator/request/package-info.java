/// View requests: who wants to see a session.
@NullMarked
package dev.peercade.mediator.request;

import org.jspecify.annotations.NullMarked;
