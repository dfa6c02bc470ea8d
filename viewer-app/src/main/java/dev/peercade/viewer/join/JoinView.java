package dev.peercade.viewer.join;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;

/// The steps, one a line: those that are done, the one that is under way or has failed, those to come.
public final class JoinView extends GridPane {

    private final JoinModel model;
    private final Texts texts;

    public JoinView(JoinModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("steps");
        setId("watch-steps");
        ColumnConstraints narrow = new ColumnConstraints();
        narrow.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(narrow, wide, narrow);
        model.lines().addListener((ListChangeListener<JoinModel.Line>) _ -> fill());
        fill();
    }

    private void fill() {
        getChildren().clear();
        for (int row = 0; row < model.lines().size(); row++) {
            JoinModel.Line line = model.lines().get(row);
            Label text = new Label();
            text.textProperty().bind(texts.bind("step." + line.step()));
            text.setWrapText(true);
            // The icon tells the state to whoever sees it, the words to whoever hears them.
            text.accessibleTextProperty()
                    .bind(texts.bind("join.line", text.textProperty(), texts.bind("join." + line.state())));
            Label when = new Label();
            when.textProperty().bind(when(line));
            when.setMinWidth(USE_PREF_SIZE);
            addRow(row, icon(line.state()), styled(text, line.state()), styled(when, line.state()));
            GridPane.setValignment(getChildren().get(3 * row), VPos.TOP);
            GridPane.setValignment(when, VPos.TOP);
            GridPane.setHalignment(when, HPos.RIGHT);
        }
    }

    private ObservableValue<String> when(JoinModel.Line line) {
        Long atMs = line.atMs();
        return switch (line.state()) {
            case DONE -> atMs == null ? texts.bind("join.DONE") : texts.bind("join.at", atMs);
            case RUNNING, FAILED -> texts.bind("join." + line.state());
            case AHEAD -> new SimpleStringProperty("");
        };
    }

    private static Node icon(JoinModel.State state) {
        FontIcon icon = new FontIcon(
                switch (state) {
                    case DONE -> "mdi2c-check-circle";
                    case RUNNING -> "mdi2d-dots-horizontal-circle";
                    case FAILED -> "mdi2c-close-circle";
                    case AHEAD -> "mdi2c-circle-outline";
                });
        icon.getStyleClass().add(style(state));
        return icon;
    }

    private static Label styled(Label label, JoinModel.State state) {
        label.getStyleClass().add(style(state));
        return label;
    }

    private static String style(JoinModel.State state) {
        return switch (state) {
            case DONE -> "step-done";
            case RUNNING -> "step-running";
            case FAILED -> "step-failed";
            case AHEAD -> Styles.TEXT_MUTED;
        };
    }
}
