package dev.peercade.desktop.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.HandWork;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.RelayNodeBook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodesModelTest {

    private final HandWork hands = new HandWork();
    private final Book book = new Book();
    private final NodesModel model = new NodesModel(book, hands.work());
    private final List<Double> progress = new ArrayList<>();

    private static NodeEntry node(int number, @Nullable Double latency) {
        return new NodeEntry(
                new UUID(0, number),
                "192.0.2." + number,
                null,
                3478,
                null,
                3480,
                "pin",
                Instant.EPOCH,
                "",
                latency,
                null,
                null,
                null);
    }

    private static final class Book implements RelayNodeBook {
        private List<NodeEntry> entries = List.of(node(1, null), node(2, null));
        private @Nullable MediatorException away;
        private boolean closed;

        @Override
        public Path file() {
            return Path.of("nodes.json");
        }

        @Override
        public List<NodeEntry> entries() {
            return entries;
        }

        @Override
        public Learnt refresh() {
            return new Learnt(away == null ? Source.MEDIATOR : Source.FILE, away);
        }

        @Override
        public int measure(List<NodeEntry> chosen, Consumer<NodeMeasurement> events) {
            for (int i = 0; i < chosen.size(); i++) {
                for (NodeMeasurement.Part part : NodeMeasurement.Part.values()) {
                    events.accept(new NodeMeasurement(
                            chosen.get(i), i + 1, chosen.size(), part, new NodeMeasurement.Step.Running(0.5)));
                    events.accept(new NodeMeasurement(
                            chosen.get(i), i + 1, chosen.size(), part, new NodeMeasurement.Step.Measured(20, 0)));
                }
            }
            entries = List.of(node(1, 20.0), node(2, 20.0));
            return 6;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void theTableIsShownAndThatItMayBeOld() {
        book.away = new MediatorException("unreachable", "The mediator does not answer.", "Wait.");
        assertThat(model.known().get()).isFalse();
        model.refresh();
        hands.doAll();
        assertThat(model.nodes()).hasSize(2);
        assertThat(model.known().get()).isTrue();
        assertThat(model.problem().get()).extracting(Problem::code).isEqualTo("unreachable");

        book.away = null;
        model.refresh();
        hands.doAll();
        assertThat(model.problem().get()).isNull();
    }

    @Test
    void aMeasurementGoesForwardOnlyAndItsFiguresAreShown() {
        model.refresh();
        hands.doAll();
        model.progress().subscribe(now -> progress.add(now.doubleValue()));
        model.measure();
        assertThat(model.measuring().get()).isTrue();
        hands.doAll();
        assertThat(progress).isSorted().endsWith(1.0);
        assertThat(model.measuring().get()).isFalse();
        assertThat(model.nodes()).extracting(NodesModel.Row::latencyMs).containsExactly(20.0, 20.0);
    }

    @Test
    void whereThereIsNoNodeNothingIsMeasured() {
        model.measure();
        assertThat(model.measuring().get()).isFalse();
        model.close();
        assertThat(book.closed).isTrue();
    }
}
