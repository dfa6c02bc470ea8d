package dev.peercade.streamer.air;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.streamer.Broadcast.Verdict;
import dev.peercade.streamer.air.AirModel.Phase;
import dev.peercade.streamer.air.AirModel.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// On air: how it goes, who watches, and the button that ends it.
public final class AirView extends BorderPane {

    private final AirModel model;
    private final Texts texts;

    /// @param shared the texts of desktop-kit
    /// @param back to the studio, once it is over
    public AirView(AirModel model, Texts texts, Texts shared, Runnable back) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("air");
        VBox left = new VBox(heading("air.guests"), guests());
        left.getStyleClass().add("air-guests");
        HBox.setHgrow(left, Priority.ALWAYS);
        VBox right = new VBox(heading("air.steps"), steps());
        right.getStyleClass().add("air-steps");
        HBox columns = new HBox(left, right);
        columns.getStyleClass().add("studio-columns");
        setTop(status());
        setCenter(columns);
        ProblemView problem = new ProblemView(shared, model.problem());
        VBox bottom = new VBox(problem, bar(back));
        setBottom(bottom);
    }

    private Node status() {
        Label phase = new Label();
        phase.setId("air-phase");
        phase.getStyleClass().add(Styles.TITLE_3);
        phase.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> texts.now("air.phase." + model.phase().get()), model.phase()));
        Label what = new Label();
        what.textProperty()
                .bind(texts.bind("air.what", model.show().title(), model.show().game()));
        what.getStyleClass().add(Styles.TEXT_MUTED);
        Label figures = new Label();
        figures.setId("air-figures");
        figures.textProperty()
                .bind(Bindings.createStringBinding(() -> line(model.figures().get()), model.figures()));
        VBox box = new VBox(phase, what, figures);
        box.getStyleClass().add("air-status");
        return box;
    }

    private String line(@Nullable StreamFigures now) {
        return now == null || now.viewers() == 0
                ? ""
                : texts.now(
                        "air.figures",
                        String.format(Locale.ROOT, "%.1f", now.fps()),
                        Long.toString(now.bitrateKbps()),
                        now.viewers());
    }

    private Label heading(String key) {
        Label label = new Label();
        label.getStyleClass().add(Styles.TITLE_4);
        label.textProperty().bind(texts.bind(key));
        return label;
    }

    private Node guests() {
        VBox rows = new VBox();
        rows.setId("air-rows");
        rows.getStyleClass().add("rows");
        Label nobody = new Label();
        nobody.getStyleClass().add(Styles.TEXT_MUTED);
        nobody.textProperty().bind(texts.bind("air.nobody"));
        Map<String, Row> shown = new HashMap<>();
        Runnable fill = () -> {
            shown.keySet().retainAll(model.viewers().stream().map(Viewer::name).toList());
            List<Node> now = new ArrayList<>();
            for (Viewer viewer : model.viewers()) {
                Row row = shown.computeIfAbsent(viewer.name(), _ -> new Row());
                row.show(viewer);
                now.add(row);
            }
            if (now.isEmpty()) {
                now.add(nobody);
            }
            if (!rows.getChildren().equals(now)) {
                rows.getChildren().setAll(now);
            }
        };
        model.viewers().addListener((ListChangeListener<Viewer>) _ -> fill.run());
        fill.run();
        return rows;
    }

    /// One viewer. It stays the same node each second, so that its buttons keep focus and clicks.
    private final class Row extends HBox {

        private final Label path = new Label();
        private final Label name = new Label();
        private @Nullable Boolean asking;

        Row() {
            name.getStyleClass().add(Styles.TEXT_BOLD);
            path.getStyleClass().add(Styles.TEXT_MUTED);
            path.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(path, Priority.ALWAYS);
            getStyleClass().add("row");
        }

        void show(Viewer viewer) {
            name.setText(viewer.name());
            path.setText(told(viewer));
            if (asking == null || asking != viewer.asking()) {
                asking = viewer.asking();
                getChildren().setAll(name, path);
                if (viewer.asking()) {
                    getChildren()
                            .addAll(
                                    button("air.admit", viewer, Verdict.ADMIT),
                                    button("air.reject", viewer, Verdict.REJECT));
                } else {
                    getChildren().add(button("air.drop", viewer, Verdict.DROP));
                }
            }
        }
    }

    private String told(Viewer viewer) {
        if (viewer.asking()) {
            return texts.now("air.asks");
        }
        if (viewer.path() == null) {
            return texts.now("air.joined");
        }
        Double roundTrip = viewer.roundTripMs();
        return texts.now(
                "air.path",
                texts.now("path." + viewer.path()),
                roundTrip == null ? "-" : String.format(Locale.ROOT, "%.1f", roundTrip),
                Long.toString(viewer.packetsLost()));
    }

    private Button button(String key, Viewer viewer, Verdict verdict) {
        Button button = new Button();
        button.getStyleClass().add(Styles.SMALL);
        button.textProperty().bind(texts.bind(key));
        button.accessibleTextProperty().bind(texts.bind(key + ".name", viewer.name()));
        button.setOnAction(_ -> model.decide(viewer, verdict));
        return button;
    }

    private Node steps() {
        VBox lines = new VBox();
        model.steps().addListener((ListChangeListener<CommandEvent.Step>) _ -> lines.getChildren()
                .setAll(model.steps().stream().map(this::line).toList()));
        return lines;
    }

    private Node line(CommandEvent.Step step) {
        Label line = new Label();
        line.textProperty().bind(texts.bind("air.step", step.step(), texts.now("step." + step.step())));
        return line;
    }

    private Node bar(Runnable back) {
        Button end = new Button();
        end.setId("air-end");
        end.getStyleClass().add(Styles.DANGER);
        end.textProperty().bind(texts.bind("air.end"));
        end.setOnAction(_ -> model.end(() -> {}));
        end.visibleProperty().bind(model.phase().isNotEqualTo(Phase.ENDED));
        end.managedProperty().bind(end.visibleProperty());
        Button again = new Button();
        again.setId("air-back");
        again.textProperty().bind(texts.bind("air.back"));
        again.setOnAction(_ -> back.run());
        again.visibleProperty().bind(model.phase().isEqualTo(Phase.ENDED));
        again.managedProperty().bind(again.visibleProperty());
        HBox bar = new HBox(again, end);
        bar.getStyleClass().add("bar-bottom");
        return bar;
    }
}
