package dev.peercade.desktop.network;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.RelayNodeBook;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The relay nodes that this peer knows of, and how far and how fast each is. Window's thread.
public final class NodesModel {

    /// A node as it is shown.
    ///
    /// @param latencyMs round trip, or null where it was not measured
    /// @param downloadMbps from it, or null
    /// @param uploadMbps to it, or null
    public record Row(
            String address,
            @Nullable Double latencyMs,
            @Nullable Double downloadMbps,
            @Nullable Double uploadMbps) {

        static Row of(NodeEntry node) {
            String host = node.ipv4() != null ? node.ipv4() : "[" + node.ipv6() + "]";
            return new Row(host + ":" + node.port(), node.latency(), node.download(), node.upload());
        }
    }

    private final RelayNodeBook book;
    private final Work work;
    private List<NodeEntry> entries = List.of();
    private final ObservableList<Row> nodes = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Row> nodesForAll = FXCollections.unmodifiableObservableList(nodes);

    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper measuring = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

    /// @param book closed with the model
    public NodesModel(RelayNodeBook book, Work work) {
        this.book = book;
        this.work = work;
    }

    /// Asks who there is.
    public void refresh() {
        work.run(
                () -> {
                    RelayNodeBook.Learnt learnt = book.refresh();
                    return new Told(learnt, book.entries());
                },
                told -> {
                    show(told.entries);
                    known.set(true);
                    problem.set(told.learnt.away() == null ? null : Problem.of(told.learnt.away()));
                },
                e -> {
                    known.set(true);
                    problem.set(Problem.of(e));
                });
    }

    private record Told(RelayNodeBook.Learnt learnt, List<NodeEntry> entries) {}

    /// Measures all of them, some seconds each.
    public void measure() {
        if (measuring.get() || nodes.isEmpty()) {
            return;
        }
        measuring.set(true);
        progress.set(0);
        List<NodeEntry> chosen = entries;
        work.run(
                () -> {
                    book.measure(chosen, event -> work.window().execute(() -> tell(event)));
                    return book.entries();
                },
                measured -> {
                    measuring.set(false);
                    show(measured);
                },
                e -> {
                    measuring.set(false);
                    problem.set(Problem.of(e));
                });
    }

    private void show(List<NodeEntry> now) {
        entries = now;
        nodes.setAll(now.stream().map(Row::of).toList());
    }

    private void tell(NodeMeasurement event) {
        int parts = NodeMeasurement.Part.values().length;
        double within = switch (event.step()) {
            case NodeMeasurement.Step.Running running -> running.fraction();
            case NodeMeasurement.Step.Measured _, NodeMeasurement.Step.Failed _ -> 1;
        };
        progress.set((event.number() - 1 + (event.part().ordinal() + within) / parts) / event.of());
    }

    /// Ends what is under way; what was measured stays in the file.
    public void close() {
        book.close();
    }

    public ObservableList<Row> nodes() {
        return nodesForAll;
    }

    /// Whether the answer is here, and so an empty table means that there is none.
    public ReadOnlyBooleanProperty known() {
        return known.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty measuring() {
        return measuring.getReadOnlyProperty();
    }

    /// Of a measurement, 0 to 1.
    public ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /// Why the table may be old, or null.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }
}
