package dev.peercade.peer.edge.nodes;

/// What waits for a node, until another thread closes it.
interface Waiting extends AutoCloseable {

    @Override
    void close();
}
