package dev.peercade.mediator.relay;

import dev.peercade.model.relay.NewRelayNode;
import java.time.Instant;
import java.util.UUID;

/// A relay node as it is kept.
///
/// @param ownerId whose agent has registered it last
/// @param node with each address in its one spelling; holds the secret that never leaves the mediator
/// @param registeredAt the last time
public record StoredRelayNode(UUID id, UUID ownerId, NewRelayNode node, Instant registeredAt) {}
