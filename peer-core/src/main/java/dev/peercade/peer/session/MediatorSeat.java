package dev.peercade.peer.session;

import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.port.Mediator;
import java.net.URI;

/// A mediator, where it is, and who we are there.
public record MediatorSeat(Mediator mediator, URI uri, Identity self) {}
