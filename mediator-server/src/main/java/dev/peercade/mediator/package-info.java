/// The mediator: introduces peers to each other and carries no media.
@NullMarked
package dev.peercade.mediator;

import org.jspecify.annotations.NullMarked;
