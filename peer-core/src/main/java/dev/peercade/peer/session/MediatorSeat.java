package dev.peercade.peer.session;

import dev.peercade.peer.port.Mediator;
import java.net.URI;

/// A mediator and where it is.
public record MediatorSeat(Mediator mediator, URI uri) {}
