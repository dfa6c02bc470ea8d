package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import java.util.List;
import java.util.UUID;

/// What the agent of a relay node asks of a mediator. Calls block until the answer is here or a time-out has
/// passed.
public interface RelayNodeClient {

    /// What the mediator tells everybody, the key of its records among it.
    MediatorInfo info() throws MediatorException;

    /// The mediator's whole table.
    List<RelayNode> nodes() throws MediatorException;

    /// Puts the node into the table, or gives the one that has the same address and port anew.
    ///
    /// @throws MediatorException `forbidden` when the account is no operator's, `relay-node-unreachable` when the
    ///     mediator gets no answer from it
    RelayNode register(NewRelayNode node) throws MediatorException;

    /// The node's sign of life.
    ///
    /// @throws MediatorException `not-found` when the mediator no longer knows the node
    void beat(UUID node) throws MediatorException;

    void remove(UUID node) throws MediatorException;
}
