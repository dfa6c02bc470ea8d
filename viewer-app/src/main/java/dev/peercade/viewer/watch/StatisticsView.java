package dev.peercade.viewer.watch;

import dev.peercade.desktop.graph.StackedGraph;
import dev.peercade.desktop.text.Texts;
import dev.peercade.model.report.CommandEvent.Reception;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.Percentiles;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How good the way is, in figures: what comes, what is shown, what is lost, and where the milliseconds go.
final class StatisticsView extends VBox {

    private static final int GRAPH_SECONDS = 60;

    private final Texts texts;
    private final StackedGraph graph;

    StatisticsView(ObservableValue<@Nullable StreamFigures> figures, Texts texts) {
        this.texts = texts;
        getStyleClass().addAll("statistics", "on-picture");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label lines = new Label();
        lines.setId("watch-statistics");
        lines.textProperty()
                .bind(Bindings.createStringBinding(() -> lines(figures.getValue()), figures, texts.language()));
        graph = new StackedGraph(
                GRAPH_SECONDS,
                texts.bind("watch.graph.unit"),
                List.of(
                        part("watch.graph.way", figures.map(StatisticsView::wayMs)),
                        part("watch.graph.decode", figures.map(StatisticsView::decodeMs)),
                        part("watch.graph.render", figures.map(StatisticsView::renderMs))));
        Label title = new Label();
        title.textProperty().bind(texts.bind("watch.graph", GRAPH_SECONDS));
        getChildren().addAll(lines, title, graph);
        figures.subscribe(now -> {
            if (now != null) {
                graph.add(wayMs(now), decodeMs(now), renderMs(now));
            }
        });
    }

    private ObservableValue<String> part(String key, ObservableValue<Double> ms) {
        return texts.bind(key, ms.orElse(0.0));
    }

    /// Half of the way there and back: nobody's clocks need to agree for it.
    private static double wayMs(@Nullable StreamFigures now) {
        Reception reception = now == null ? null : now.reception();
        Double roundTripMs = reception == null ? null : reception.roundTripMs();
        return roundTripMs == null ? 0 : roundTripMs / 2;
    }

    private static double decodeMs(@Nullable StreamFigures now) {
        return now == null ? 0 : median(now.delayMs().decode());
    }

    private static double renderMs(@Nullable StreamFigures now) {
        return now == null ? 0 : median(now.delayMs().render());
    }

    private static double median(@Nullable Percentiles stage) {
        return stage == null ? 0 : stage.p50();
    }

    private String lines(@Nullable StreamFigures now) {
        if (now == null) {
            return texts.now("watch.statistics.none");
        }
        Reception reception = now.reception();
        return String.join(
                "\n",
                texts.now("watch.statistics.video", now.width() + "×" + now.height(), now.bitrateKbps() / 1000.0),
                texts.now(
                        "watch.statistics.way",
                        reception == null || reception.rung() == null ? "–" : texts.now("rung." + reception.rung()),
                        reception == null || reception.why() == null ? "–" : texts.now("why." + reception.why()),
                        reception == null ? "–" : number(reception.roundTripMs())),
                texts.now(
                        "watch.statistics.rates",
                        reception == null ? "–" : number(reception.incomingFps()),
                        number(now.fps()),
                        reception == null ? "–" : number(reception.shownFps())),
                texts.now(
                        "watch.statistics.dropped",
                        share(reception == null ? 0 : reception.networkFrames(), now.frames()),
                        share(now.lateFrames(), now.frames()),
                        now.packetsLost()),
                texts.now(
                        "watch.statistics.delay",
                        spread(now.delayMs().decode()),
                        spread(now.delayMs().render())));
    }

    /// In percent of all.
    private static double share(long dropped, long others) {
        return dropped == 0 ? 0 : 100.0 * dropped / (dropped + others);
    }

    private String number(@Nullable Double value) {
        return value == null ? "–" : String.format(locale(), "%.1f", value);
    }

    private String spread(@Nullable Percentiles stage) {
        return stage == null ? "–" : String.format(locale(), "%.1f / %.1f", stage.p50(), stage.p95());
    }

    private Locale locale() {
        return texts.language().getValue();
    }
}
