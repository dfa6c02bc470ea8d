package dev.peercade.mediator.relay;

import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Puts a node into the table: what was checked and has answered, in one transaction.
@Component
class RelayNodeTable {

    private final RelayNodeDataService nodes;

    RelayNodeTable(RelayNodeDataService nodes) {
        this.nodes = nodes;
    }

    /// The node as it now stands: a new row, or the one that had one of its addresses. Two rows that turn out to
    /// be one node become the one that was known for longer.
    ///
    /// @throws ProblemException RELAY_TABLE_FULL
    @Transactional
    public StoredRelayNode put(UUID ownerId, NewRelayNode node, Instant now) {
        nodes.lock();
        List<StoredRelayNode> same = nodes.at(node);
        if (same.isEmpty()) {
            if (nodes.count() >= RelayNode.TABLE_MAX) {
                throw new ProblemException(
                        ProblemCode.RELAY_TABLE_FULL, "The table has " + RelayNode.TABLE_MAX + " relay nodes already.");
            }
            StoredRelayNode stored = new StoredRelayNode(UUID.randomUUID(), ownerId, node, now);
            nodes.insert(stored);
            return stored;
        }
        StoredRelayNode stored = new StoredRelayNode(same.getFirst().id(), ownerId, node, now);
        same.stream().skip(1).forEach(other -> nodes.remove(other.id()));
        nodes.update(stored);
        return stored;
    }
}
