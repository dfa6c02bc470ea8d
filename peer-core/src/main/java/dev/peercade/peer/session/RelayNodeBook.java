package dev.peercade.peer.session;

import dev.peercade.peer.nodes.NodeEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A peer's own table of relay nodes, kept in a file between runs: who there is, as a mediator has signed it, and
/// how far and how fast each is from here. Calls block and may come from several threads. A file that cannot be
/// written costs nothing but memory: the table then lasts as long as the book, which is said once.
public interface RelayNodeBook extends AutoCloseable {

    /// Where the table lies: JSON that only its owner reads.
    Path file();

    /// As the file has it now, in the order in which they were learnt.
    List<NodeEntry> entries() throws InterruptedException;

    /// Takes over the mediator's table, which is the whole truth. While the mediator is away, asks the nodes that
    /// are known for theirs, and those that come to light so: knowing one node is enough to find all.
    ///
    /// @throws MediatorException when the mediator answers, and refuses
    Learnt refresh() throws MediatorException, InterruptedException;

    /// Measures these nodes, one after the other, some seven seconds each; every figure is noted in the file as
    /// soon as it is there. Ends early by [#close()] or an interrupt, and what is measured then stays.
    ///
    /// @param events from the calling thread
    /// @return how many figures were measured
    int measure(List<NodeEntry> chosen, Consumer<NodeMeasurement> events) throws InterruptedException;

    /// Ends a measurement that is under way, from any thread; nothing can be measured afterwards.
    @Override
    void close();

    /// Where a table's news came from.
    enum Source {
        MEDIATOR,
        /// The mediator is away, and at least one node has told its table.
        NODES,
        /// Nobody has answered: it is what was known.
        FILE
    }

    /// How a table was learnt.
    ///
    /// @param away what is in the way of the mediator, or null where it has answered
    record Learnt(Source source, @Nullable MediatorException away) {}
}
