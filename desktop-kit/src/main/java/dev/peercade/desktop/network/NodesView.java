package dev.peercade.desktop.network;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The table of relay nodes.
final class NodesView extends VBox {

    private static final String NONE = "–";
    private static final double ROW = 32;
    private static final double HEADER = 38;
    private static final int ROWS_MAX = 6;

    private final NodesModel model;
    private final Texts texts;

    /// @param hidden whether addresses are not to be seen
    NodesView(NodesModel model, Texts texts, ObservableValue<Boolean> hidden) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("network-part");
        Label none = new Label();
        none.setId("nodes-none");
        none.setWrapText(true);
        none.textProperty()
                .bind(Bindings.when(model.known())
                        .then(texts.bind("nodes.none"))
                        .otherwise(texts.bind("nodes.asking")));
        none.visibleProperty().bind(Bindings.isEmpty(model.nodes()));
        none.managedProperty().bind(none.visibleProperty());
        TableView<NodesModel.Row> table = table(hidden);
        table.visibleProperty().bind(Bindings.isNotEmpty(model.nodes()));
        table.managedProperty().bind(table.visibleProperty());
        Button measure = Buttons.text(texts, "nodes.measure", model::measure);
        measure.disableProperty().bind(model.measuring().or(Bindings.isEmpty(model.nodes())));
        ProgressBar progress = new ProgressBar();
        progress.setId("nodes-progress");
        progress.progressProperty().bind(model.progress());
        progress.accessibleTextProperty().bind(texts.bind("nodes.measure"));
        progress.visibleProperty().bind(model.measuring());
        progress.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(progress, Priority.ALWAYS);
        HBox actions = new HBox(measure, progress);
        actions.getStyleClass().add("action-row");
        getChildren()
                .addAll(
                        Texted.label(texts, "nodes.title", Styles.TITLE_4),
                        none,
                        table,
                        new ProblemView(texts, model.problem()),
                        actions);
    }

    private TableView<NodesModel.Row> table(ObservableValue<Boolean> hidden) {
        TableView<NodesModel.Row> table = new TableView<>(model.nodes());
        table.setId("nodes-rows");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.accessibleTextProperty().bind(texts.bind("nodes.title"));
        table.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> HEADER
                                + 4
                                + ROW * Math.min(ROWS_MAX, model.nodes().size()),
                        model.nodes()));
        table.setMinHeight(USE_PREF_SIZE);
        table.getColumns()
                .setAll(List.of(
                        column("nodes.node", 170, node -> hidden.getValue() ? number(node) : node.address(), hidden),
                        column("nodes.latency", 90, node -> figure("nodes.ms", node.latencyMs()), hidden),
                        column("nodes.download", 100, node -> figure("nodes.mbit", node.downloadMbps()), hidden),
                        column("nodes.upload", 100, node -> figure("nodes.mbit", node.uploadMbps()), hidden)));
        return table;
    }

    private String number(NodesModel.Row node) {
        return texts.now("nodes.number", model.nodes().indexOf(node) + 1);
    }

    private String figure(String key, @Nullable Double figure) {
        return figure == null ? NONE : texts.now(key, figure);
    }

    private TableColumn<NodesModel.Row, String> column(
            String key, double width, Function<NodesModel.Row, String> text, ObservableValue<Boolean> hidden) {
        TableColumn<NodesModel.Row, String> column = new TableColumn<>();
        column.textProperty().bind(texts.bind(key));
        column.setPrefWidth(width);
        column.setCellValueFactory(
                row -> Bindings.createStringBinding(() -> text.apply(row.getValue()), texts.language(), hidden));
        column.setReorderable(false);
        return column;
    }
}
