/// Streaming sessions: what streamers offer.
@NullMarked
package dev.peercade.mediator.session;

import org.jspecify.annotations.NullMarked;
