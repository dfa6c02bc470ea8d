package dev.peercade.node;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.edge.nodes.NodeAgent;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.RelayNodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the table fresh: every few minutes the mediator's own and, so that nodes find each other while it is
/// away, what a few other nodes say; on the way it measures them. One thread of its own.
final class TableExchange implements AutoCloseable {

    static final Duration BETWEEN = Duration.ofMinutes(3);

    private static final Logger log = LoggerFactory.getLogger(TableExchange.class);

    /// Gossip to three reaches 256 nodes in half a dozen rounds.
    private static final int NODES_AT_ONCE = 3;

    /// Long enough to leave TCP's slow start behind, short enough to disturb nobody's stream.
    private static final int MEASURED_BYTES = 2_000_000;

    private static final Duration MEASURED_TIME = Duration.ofSeconds(3);

    private final RelayNodeClient mediator;
    private final KnownNodes known;
    private final NodeJson json;
    private final Predicate<NodeEntry> self;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable NodeAgent talking;

    private TableExchange(
            RelayNodeClient mediator, KnownNodes known, NodeJson json, Predicate<NodeEntry> self, Duration between) {
        this.mediator = mediator;
        this.known = known;
        this.json = json;
        this.self = self;
        this.thread = Thread.ofVirtual().name("peercade-node-table").unstarted(() -> run(between));
    }

    /// @param self whether an entry is this node
    /// @param between rounds; [#BETWEEN] but in tests. The first comes at once.
    static TableExchange begin(
            RelayNodeClient mediator, KnownNodes known, NodeJson json, Predicate<NodeEntry> self, Duration between) {
        TableExchange exchange = new TableExchange(mediator, known, json, self, between);
        exchange.thread.start();
        return exchange;
    }

    private void run(Duration between) {
        try {
            do {
                askTheMediator();
                List<NodeEntry> others = new ArrayList<>(
                        known.entries().stream().filter(self.negate()).toList());
                Collections.shuffle(others);
                for (NodeEntry other : others.subList(0, Math.min(NODES_AT_ONCE, others.size()))) {
                    exchange(other);
                }
            } while (!stopped.await(between.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askTheMediator() {
        try {
            known.replace(mediator.nodes());
        } catch (MediatorException e) {
            log.debug("The mediator's table cannot be had now: {}", e.code());
        }
    }

    private void exchange(NodeEntry other) throws InterruptedException {
        try (NodeAgent node = new NodeAgent(other, json)) {
            talking = node;
            if (stopped.getCount() == 0) {
                return;
            }
            List<RelayNode> told =
                    node.table().ip_address().stream().map(NodeEntry::node).toList();
            known.merge(told);
            node.tell(known.list());
            known.measured(other.id(), node.latencyMs(), null, null);
            if (other.download() == null || other.upload() == null) {
                double download = node.downloadMbps(MEASURED_BYTES, MEASURED_TIME, fraction -> {});
                double upload = node.uploadMbps(MEASURED_BYTES, MEASURED_TIME, fraction -> {});
                known.measured(other.id(), null, download, upload);
            }
        } catch (IOException e) {
            log.debug(
                    "The node {} does not exchange its table: {}",
                    other.id(),
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        NodeAgent present = talking;
        if (present != null) {
            present.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
