package dev.peercade.peer.edge.nodes;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.nodes.NodeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks several nodes for their tables at the same time, since some of them may be gone.
final class NodeTables {

    private static final Logger log = LoggerFactory.getLogger(NodeTables.class);

    static final int AT_ONCE = 8;

    /// Nodes tell each other every few minutes, so that a handful knows what all do.
    static final int ASKED_MAX = 24;

    private NodeTables() {}

    /// What they said.
    ///
    /// @param records of all, as nobody has checked them yet
    /// @param answered how many did
    record Told(List<RelayNode> records, int answered) {}

    /// Blocks until each has answered or had its time.
    static Told ask(List<NodeEntry> nodes, NodeJson json) throws InterruptedException {
        List<List<RelayNode>> answers = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(nodes.size());
        List<Thread> asking = nodes.stream()
                .map(node -> Thread.ofVirtual().name("peercade-ask-node").start(() -> {
                    try (NodeAgent agent = new NodeAgent(node, json)) {
                        List<RelayNode> told = agent.table().ip_address().stream()
                                .map(NodeEntry::node)
                                .toList();
                        synchronized (answers) {
                            answers.add(told);
                        }
                    } catch (IOException e) {
                        log.debug("The node {} tells no table: {}", node.id(), e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        left.countDown();
                    }
                }))
                .toList();
        try {
            left.await();
        } finally {
            asking.forEach(Thread::interrupt);
        }
        synchronized (answers) {
            return new Told(answers.stream().flatMap(List::stream).toList(), answers.size());
        }
    }
}
