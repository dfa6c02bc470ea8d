package dev.peercade.mediator.relay;

import dev.peercade.model.relay.NewRelayNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where relay nodes are kept: a small table, read often and changed seldom.
public interface RelayNodeDataService {

    /// Keeps other registrations waiting until the caller's transaction ends: which rows are one node can only be
    /// decided while none is added.
    void lock();

    /// All, the longest known first.
    List<StoredRelayNode> all();

    Optional<StoredRelayNode> find(UUID id);

    /// Those that have one of these addresses at this port: at most one for each address, the longest known
    /// first.
    List<StoredRelayNode> at(NewRelayNode node);

    int count();

    void insert(StoredRelayNode node);

    /// Gives the node of this id all that the record says.
    void update(StoredRelayNode node);

    /// Says whether there was one.
    boolean remove(UUID id);
}
