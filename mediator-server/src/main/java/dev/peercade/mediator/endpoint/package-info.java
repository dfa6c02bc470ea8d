/// What a peer may claim to be reachable at.
@NullMarked
package dev.peercade.mediator.endpoint;

import org.jspecify.annotations.NullMarked;
