package dev.peercade.node;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import dev.peercade.peer.nodes.NodeTable;
import dev.peercade.peer.nodes.RecordSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's table, shared by threads and kept in the file `ip-table.json`, so that a node that starts while the
/// mediator is away still knows the others. Empty until the mediator's key is known.
final class KnownNodes {

    private static final Logger log = LoggerFactory.getLogger(KnownNodes.class);
    private static final String FILE = "ip-table.json";
    private static final String KEY_FILE = "relay-key";

    private final NodeFolder folder;
    private final NodeJson json;
    private @Nullable String key;
    private NodeTable table = new NodeTable(node -> false);

    KnownNodes(NodeFolder folder, NodeJson json) throws NodeException {
        this.folder = folder;
        this.json = json;
        String kept = folder.read(KEY_FILE);
        if (kept != null && know(kept.strip())) {
            load();
        }
    }

    private void load() throws NodeException {
        String text = folder.read(FILE);
        NodeList kept = text == null
                ? null
                : json.nodes(text.getBytes(StandardCharsets.UTF_8)).orElse(null);
        if (kept != null) {
            table.restore(kept.ip_address());
        }
    }

    /// With which the mediator signs; another one than before makes all that is known worthless.
    synchronized void trust(String relayKey) throws NodeException {
        if (!relayKey.equals(key) && know(relayKey)) {
            folder.write(KEY_FILE, relayKey + "\n");
            save();
        }
    }

    private boolean know(String relayKey) {
        try {
            table = new NodeTable(RecordSignature.of(relayKey));
            key = relayKey;
            return true;
        } catch (IllegalArgumentException e) {
            log.warn("The mediator's key for relay nodes is no Ed25519 key");
            return false;
        }
    }

    /// Takes in what is signed and new; says how many that were.
    synchronized int merge(Collection<RelayNode> told) {
        int taken = table.merge(told);
        if (taken > 0) {
            save();
        }
        return taken;
    }

    /// The mediator's own table, which is the whole truth.
    synchronized void replace(Collection<RelayNode> told) {
        table.replace(told);
        save();
    }

    synchronized void measured(
            UUID id, @Nullable Double latencyMs, @Nullable Double downloadMbps, @Nullable Double uploadMbps) {
        table.measured(id, latencyMs, downloadMbps, uploadMbps, Instant.now());
    }

    synchronized List<NodeEntry> entries() {
        return table.entries();
    }

    synchronized NodeList list() {
        return table.list();
    }

    /// A table that cannot be kept is learnt anew.
    private void save() {
        try {
            folder.write(FILE, new String(json.bytes(table.list()), StandardCharsets.UTF_8));
        } catch (NodeException e) {
            log.warn("{}", Objects.requireNonNull(e.getMessage(), "a sentence"));
        }
    }
}
