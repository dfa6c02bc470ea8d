package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeTable;
import dev.peercade.peer.nodes.RecordSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/// A process that notes figures in a table, one after the other: its own among the nodes.
final class BusyWriter {

    private BusyWriter() {}

    /// @param arguments file, remainder and modulus: which nodes are its own
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TableFile file = new TableFile(Path.of(arguments[0]), new NodeJson(), System.err::println);
        int remainder = Integer.parseInt(arguments[1]);
        int modulus = Integer.parseInt(arguments[2]);
        KeptTable first = Objects.requireNonNull(file.read(), "a table to write in");
        int number = 0;
        for (NodeEntry node : first.ip_address()) {
            if (number % modulus == remainder) {
                double figure = number;
                file.update(present -> {
                    KeptTable kept = Objects.requireNonNull(present, "a table");
                    NodeTable table = new NodeTable(RecordSignature.of(kept.relayKey()));
                    table.restore(kept.ip_address());
                    table.measured(node.id(), figure, figure, figure, Instant.EPOCH);
                    return new KeptTable(kept.relayKey(), table.entries());
                });
            }
            number++;
        }
    }
}
