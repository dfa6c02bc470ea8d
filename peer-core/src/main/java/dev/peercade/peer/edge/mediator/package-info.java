/// The mediator's client: OkHttp and Jackson.
@NullMarked
package dev.peercade.peer.edge.mediator;

import org.jspecify.annotations.NullMarked;
