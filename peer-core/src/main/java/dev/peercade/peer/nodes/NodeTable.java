package dev.peercade.peer.nodes;

import dev.peercade.model.relay.RelayNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The relay nodes that one knows of, each once. What others say is merged only where the mediator has signed it;
/// what others have measured counts for nothing here. Bounded by [RelayNode#TABLE_MAX]. For one thread at a time.
public final class NodeTable {

    private final Predicate<RelayNode> genuine;
    private final List<NodeEntry> entries = new ArrayList<>();

    /// @param genuine whether the mediator has signed this record
    public NodeTable(Predicate<RelayNode> genuine) {
        this.genuine = genuine;
    }

    /// Takes in what is signed and new: a record takes the place of all that have its id or one of its addresses
    /// at its port, unless one of those was registered later.
    ///
    /// @return how many records were taken
    public int merge(Collection<RelayNode> told) {
        int taken = 0;
        for (RelayNode node : told) {
            if (isNew(node) && genuine.test(node) && put(node)) {
                taken++;
            }
        }
        return taken;
    }

    /// Before the signature, which costs most.
    private boolean isNew(RelayNode node) {
        return entries.stream()
                .filter(entry -> entry.isSameAs(node))
                .allMatch(entry -> entry.registeredAt().isBefore(node.registeredAt()));
    }

    private boolean put(RelayNode node) {
        NodeEntry measured = null;
        for (NodeEntry entry : entries) {
            // One that its mediator had forgotten comes back with another id, at the same place.
            if (entry.isSameAs(node) && (measured == null || entry.id().equals(node.id()))) {
                measured = entry;
            }
        }
        entries.removeIf(entry -> entry.isSameAs(node));
        if (entries.size() >= RelayNode.TABLE_MAX) {
            return false;
        }
        NodeEntry fresh = NodeEntry.of(node);
        entries.add(measured == null ? fresh : fresh.withFiguresOf(measured));
        return true;
    }

    /// Takes in what this holder itself has written, with what it had measured.
    public void restore(Collection<NodeEntry> kept) {
        merge(kept.stream().map(NodeEntry::node).toList());
        kept.forEach(
                entry -> measured(entry.id(), entry.latency(), entry.download(), entry.upload(), entry.measuredAt()));
    }

    /// Notes what was measured of a node; null leaves what is known. A node that has gone meanwhile stays away.
    ///
    /// @param latencyMs round trip
    /// @param at by the holder's clock
    public void measured(
            UUID id,
            @Nullable Double latencyMs,
            @Nullable Double downloadMbps,
            @Nullable Double uploadMbps,
            @Nullable Instant at) {
        entries.replaceAll(
                entry -> entry.id().equals(id) ? entry.measured(latencyMs, downloadMbps, uploadMbps, at) : entry);
    }

    /// Takes over the mediator's own table, which is the whole truth. Who has gone makes room before anybody is
    /// taken in; who has come back to the same place with another id finds its figures there.
    public void replace(Collection<RelayNode> told) {
        entries.removeIf(entry -> told.stream().noneMatch(entry::isSameAs));
        merge(told);
        retain(told.stream().map(RelayNode::id).collect(Collectors.toSet()));
    }

    /// Drops all but these.
    void retain(Set<UUID> ids) {
        entries.removeIf(entry -> !ids.contains(entry.id()));
    }

    /// In the order in which they were learnt.
    public List<NodeEntry> entries() {
        return List.copyOf(entries);
    }

    /// The table as it is stored and handed on.
    public NodeList list() {
        return new NodeList(entries());
    }
}
