package dev.peercade.peer.edge.nodes;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.edge.file.MediatorFiles;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeTable;
import dev.peercade.peer.nodes.RecordSignature;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.NodeMeasurement.Part;
import dev.peercade.peer.session.NodeMeasurement.Step;
import dev.peercade.peer.session.PortMediatorClient;
import dev.peercade.peer.session.RelayNodeBook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The table in a file of its mediator's own, since each mediator signs with another key.
public final class FileNodeBook implements RelayNodeBook {

    private final PortMediatorClient.Connection mediator;
    private final TableFile file;
    private final NodeJson json = new NodeJson();
    private final Consumer<String> words;

    /// What the file has, or would have if it could be written; null before a mediator's key is known.
    private @Nullable KeptTable kept;

    /// Whether the file has failed, so that memory has to do.
    private boolean unkept;

    private final AtomicReference<@Nullable NodeMeter> meter = new AtomicReference<>();
    private volatile boolean closed;

    private FileNodeBook(PortMediatorClient.Connection mediator, Path path, Consumer<String> words) {
        this.mediator = mediator;
        this.file = new TableFile(path, json, words);
        this.words = words;
    }

    /// Reads and writes nothing yet.
    ///
    /// @param server the mediator's address, which names the file
    /// @param folder of all such tables
    /// @param words a sentence for a person where something is wrong with the file
    public static FileNodeBook open(
            PortMediatorClient.Connection mediator, URI server, Path folder, Consumer<String> words) {
        return new FileNodeBook(mediator, folder.resolve(MediatorFiles.name(server) + ".json"), words);
    }

    @Override
    public Path file() {
        return file.path();
    }

    @Override
    public synchronized List<NodeEntry> entries() throws InterruptedException {
        try {
            KeptTable read = unkept ? null : file.read();
            kept = read == null ? kept : read;
        } catch (IOException e) {
            lastsNoLonger(e);
        }
        KeptTable present = kept;
        return present == null
                ? List.of()
                : tableOf(present, present.relayKey()).entries();
    }

    @Override
    public Learnt refresh() throws MediatorException, InterruptedException {
        try {
            Mediator answering = mediator.connect();
            String key = answering.info().relayKey();
            List<RelayNode> told = answering.relayNodes();
            if (key == null || !RecordSignature.isKey(key)) {
                throw new MediatorException(
                        "no-relay-nodes",
                        "This mediator knows no relay nodes.",
                        "Run a newer one; both come with the same program.");
            }
            change(key, table -> table.replace(told));
            return new Learnt(Source.MEDIATOR, null);
        } catch (MediatorFailure e) {
            MediatorException away = new MediatorException(e);
            if (!e.passing()) {
                throw away;
            }
            return new Learnt(askNodes() ? Source.NODES : Source.FILE, away);
        }
    }

    /// Says whether one has answered.
    private boolean askNodes() throws InterruptedException {
        Set<UUID> asked = new HashSet<>();
        boolean answered = false;
        List<NodeEntry> next = entries();
        while (!next.isEmpty()) {
            List<NodeEntry> round = next.subList(0, Math.min(NodeTables.AT_ONCE, next.size()));
            round.forEach(node -> asked.add(node.id()));
            NodeTables.Told told = NodeTables.ask(round, json);
            answered |= told.answered() > 0;
            change(null, table -> table.merge(told.records()));
            next = asked.size() >= NodeTables.ASKED_MAX
                    ? List.of()
                    : entries().stream()
                            .filter(node -> !asked.contains(node.id()))
                            .toList();
        }
        return answered;
    }

    @Override
    public int measure(List<NodeEntry> chosen, Consumer<NodeMeasurement> events) throws InterruptedException {
        AtomicInteger figures = new AtomicInteger();
        int number = 0;
        for (NodeEntry node : chosen) {
            number++;
            int present = number;
            NodeMeter next = new NodeMeter(node, json, (part, step) -> {
                if (step instanceof Step.Measured measured) {
                    figures.incrementAndGet();
                    note(node.id(), part, measured.figure());
                }
                events.accept(new NodeMeasurement(node, present, chosen.size(), part, step));
            });
            meter.set(next);
            if (closed) {
                break;
            }
            next.run();
        }
        return figures.get();
    }

    private void note(UUID node, Part part, double figure) {
        try {
            change(
                    null,
                    table -> table.measured(
                            node,
                            part == Part.LATENCY ? figure : null,
                            part == Part.DOWNLOAD ? figure : null,
                            part == Part.UPLOAD ? figure : null,
                            Instant.now()));
        } catch (InterruptedException e) {
            // Whoever interrupts gives the rest up.
            Thread.currentThread().interrupt();
        }
    }

    /// Changes what lies in the file, or where that cannot be, what is known here.
    ///
    /// @param key the mediator's, or null for the one that is known; without one there is nothing to change
    private synchronized void change(@Nullable String key, Consumer<NodeTable> change) throws InterruptedException {
        KeptTable known = kept;
        AtomicReference<@Nullable KeptTable> made = new AtomicReference<>();
        if (!unkept) {
            try {
                kept = file.update(present -> {
                    if (present != null && key != null && !present.relayKey().equals(key)) {
                        file.setAside("The mediator signs its relay nodes with another key than it did when "
                                + file.path() + " was written.");
                    }
                    made.set(changed(present == null ? known : present, key, change));
                    return made.get();
                });
                return;
            } catch (IOException e) {
                lastsNoLonger(e);
            }
        }
        // It may have come as far as the writing, and then knows what the file had.
        kept = made.get() != null ? made.get() : changed(known, key, change);
    }

    private static @Nullable KeptTable changed(
            @Nullable KeptTable present, @Nullable String key, Consumer<NodeTable> change) {
        String trusted = key != null ? key : present == null ? null : present.relayKey();
        if (trusted == null) {
            return null;
        }
        NodeTable table = tableOf(present, trusted);
        change.accept(table);
        return new KeptTable(trusted, table.entries());
    }

    /// What another key has signed is worth nothing under this one.
    private static NodeTable tableOf(@Nullable KeptTable present, String key) {
        NodeTable table = new NodeTable(RecordSignature.of(key));
        if (present != null && present.relayKey().equals(key)) {
            table.restore(present.ip_address());
        }
        return table;
    }

    /// Said once.
    private void lastsNoLonger(IOException e) {
        if (!unkept) {
            unkept = true;
            words.accept("The table of relay nodes cannot be kept in " + file.path() + " ("
                    + e.getClass().getSimpleName() + "). Make that folder writable, and see whether the disk is full.");
        }
    }

    @Override
    public void close() {
        closed = true;
        NodeMeter present = meter.get();
        if (present != null) {
            present.close();
        }
    }
}
