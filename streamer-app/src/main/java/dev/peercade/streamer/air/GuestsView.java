package dev.peercade.streamer.air;

import atlantafx.base.theme.Styles;
import atlantafx.base.theme.Tweaks;
import dev.peercade.desktop.control.Texted;
import dev.peercade.streamer.Broadcast.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Who asks to watch, and a table of who does. A viewer stays the same row each second, so that its button keeps focus
/// and clicks.
final class GuestsView extends VBox {

    private static final double ROW = 44;
    private static final double HEADER = 40;
    /// More of them are scrolled to.
    private static final int ROWS_MAX = 12;

    private final Guests guests;
    private final Words words;
    private final BooleanExpression hidden;
    private final BiConsumer<Viewer, Verdict> decide;

    /// @param hidden whether names are not to be seen
    /// @param decide takes what the streamer wants
    GuestsView(Guests guests, Words words, BooleanExpression hidden, BiConsumer<Viewer, Verdict> decide) {
        this.guests = guests;
        this.words = words;
        this.hidden = hidden;
        this.decide = decide;
        getStyleClass().add("guests");
        TableView<Row> table = table();
        Node nobody = nobody();
        nobody.visibleProperty().bind(Bindings.isEmpty(table.getItems()));
        nobody.managedProperty().bind(nobody.visibleProperty());
        table.visibleProperty().bind(nobody.visibleProperty().not());
        table.managedProperty().bind(table.visibleProperty());
        getChildren().addAll(requests(), nobody, table);
    }

    private final class Row {

        private final ObjectProperty<Viewer> viewer;
        private final StringBinding name;

        Row(Viewer first) {
            viewer = new SimpleObjectProperty<>(first);
            name = words.bind(() -> words.name(viewer.get(), hidden.get()), viewer, hidden);
        }

        StringBinding of(Function<Viewer, String> text) {
            return words.bind(() -> text.apply(viewer.get()), viewer);
        }
    }

    /// Rows of a list that follow their viewers.
    private ObservableList<Row> rows(ObservableList<Viewer> viewers) {
        ObservableList<Row> rows = FXCollections.observableArrayList();
        Map<String, Row> known = new HashMap<>();
        Runnable follow = () -> {
            known.keySet().retainAll(viewers.stream().map(Viewer::name).toList());
            List<Row> now = viewers.stream()
                    .map(viewer -> {
                        Row row = known.computeIfAbsent(viewer.name(), _ -> new Row(viewer));
                        row.viewer.set(viewer);
                        return row;
                    })
                    .toList();
            if (!rows.equals(now)) {
                rows.setAll(now);
            }
        };
        viewers.subscribe(follow);
        follow.run();
        return rows;
    }

    private Node nobody() {
        FontIcon icon = new FontIcon("mdi2a-account-group-outline");
        Label text = Texted.label(words.texts(), "air.nobody", Styles.TEXT_MUTED);
        text.setWrapText(true);
        VBox box = new VBox(icon, text);
        box.getStyleClass().add("nobody");
        return box;
    }

    private TableView<Row> table() {
        TableView<Row> table = new TableView<>(rows(guests.watching()));
        table.setId("air-rows");
        table.getStyleClass().addAll(Tweaks.EDGE_TO_EDGE, "guests-table");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setFixedCellSize(ROW);
        table.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> HEADER
                                + 4
                                + ROW * Math.min(ROWS_MAX, table.getItems().size()),
                        table.getItems()));
        table.setMinHeight(USE_PREF_SIZE);
        table.accessibleTextProperty().bind(words.texts().bind("air.guests"));
        TableColumn<Row, String> name = column("air.column.name", 88, row -> row.name);
        TableColumn<Row, String> way =
                column("air.column.way", 184, row -> row.of(viewer -> said(viewer, words::path)));
        way.visibleProperty().bind(table.widthProperty().greaterThan(744));
        TableColumn<Row, String> roundTrip =
                number("air.column.round-trip", 108, row -> row.of(viewer -> said(viewer, this::roundTrip)));
        TableColumn<Row, String> loss = number(
                "air.column.loss",
                72,
                row -> row.of(viewer -> said(viewer, to -> words.now("air.percent", to.lossPercent()))));
        TableColumn<Row, String> rate = number(
                "air.column.rate", 96, row -> row.of(viewer -> said(viewer, to -> words.mbits(to.bitrateKbps()))));
        rate.visibleProperty().bind(table.widthProperty().greaterThan(500));
        TableColumn<Row, String> since =
                number("air.column.since", 100, row -> row.of(viewer -> Words.clock(viewer.since())));
        since.visibleProperty().bind(table.widthProperty().greaterThan(590));
        table.getColumns().setAll(List.of(name, way, roundTrip, loss, rate, since, removal()));
        table.setOnKeyPressed(event -> {
            Row chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.DELETE && chosen != null) {
                decide.accept(chosen.viewer.get(), Verdict.DROP);
            }
        });
        return table;
    }

    private String said(Viewer viewer, Function<Viewer.Way, String> text) {
        Viewer.Way way = viewer.way();
        return way == null ? "\u2013" : text.apply(way);
    }

    private String roundTrip(Viewer.Way way) {
        Double ms = way.roundTripMs();
        return ms == null ? "\u2013" : words.now("air.ms", ms);
    }

    private TableColumn<Row, String> column(String key, double width, Function<Row, StringBinding> text) {
        TableColumn<Row, String> column = new TableColumn<>();
        column.textProperty().bind(words.texts().bind(key));
        column.setCellValueFactory(cell -> text.apply(cell.getValue()));
        column.setMinWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    /// As wide as its numbers, which end where those above and below end.
    private TableColumn<Row, String> number(String key, double width, Function<Row, StringBinding> text) {
        TableColumn<Row, String> column = column(key, width, text);
        column.setMaxWidth(width);
        column.setResizable(false);
        column.getStyleClass().add("number-column");
        return column;
    }

    private TableColumn<Row, Row> removal() {
        TableColumn<Row, Row> column = new TableColumn<>();
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(_ -> new RemovalCell());
        column.getStyleClass().add("number-column");
        column.setMinWidth(96);
        column.setMaxWidth(96);
        column.setResizable(false);
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    private final class RemovalCell extends TableCell<Row, Row> {

        private @Nullable Row shown;

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            Row now = empty ? null : row;
            if (now != shown) {
                shown = now;
                setGraphic(now == null ? null : button("air.drop", now, Verdict.DROP));
            }
        }
    }

    private Button button(String key, Row row, Verdict verdict) {
        Button button = new Button();
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.textProperty().bind(words.texts().bind(key));
        button.accessibleTextProperty().bind(words.texts().bind(key + ".name", row.name));
        button.setOnAction(_ -> decide.accept(row.viewer.get(), verdict));
        return button;
    }

    private Node requests() {
        VBox lines = new VBox();
        lines.setId("air-requests");
        lines.getStyleClass().add("requests");
        ObservableList<Row> rows = rows(guests.asking());
        Map<Row, Node> nodes = new HashMap<>();
        rows.subscribe(() -> {
            nodes.keySet().retainAll(rows);
            lines.getChildren()
                    .setAll(rows.stream()
                            .map(row -> nodes.computeIfAbsent(row, this::request))
                            .toList());
        });
        lines.managedProperty().bind(Bindings.isNotEmpty(lines.getChildren()));
        lines.visibleProperty().bind(lines.managedProperty());
        return lines;
    }

    private Node request(Row row) {
        Label text = new Label();
        text.textProperty().bind(words.texts().bind("air.asks", row.name));
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setGraphic(new FontIcon("mdi2a-account-question-outline"));
        HBox.setHgrow(text, Priority.ALWAYS);
        Button admit = button("air.admit", row, Verdict.ADMIT);
        admit.getStyleClass().add(Styles.ACCENT);
        HBox line = new HBox(text, admit, button("air.reject", row, Verdict.REJECT));
        line.getStyleClass().add("request");
        return line;
    }
}
