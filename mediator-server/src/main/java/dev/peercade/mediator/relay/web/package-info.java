/// The HTTP rim of relay nodes.
@NullMarked
package dev.peercade.mediator.relay.web;

import org.jspecify.annotations.NullMarked;
