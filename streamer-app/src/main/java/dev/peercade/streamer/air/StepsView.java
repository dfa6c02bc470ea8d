package dev.peercade.streamer.air;

import atlantafx.base.theme.Styles;
import dev.peercade.streamer.air.StepLine.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The steps of the protocol: a tick and the time at those that were taken, a mark at what goes on now, the others
/// greyed.
final class StepsView extends VBox {

    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass TO_COME = PseudoClass.getPseudoClass("to-come");

    private final Words words;
    private final List<Line> lines = new ArrayList<>();

    StepsView(Words words, ObservableList<StepLine> steps) {
        this.words = words;
        getStyleClass().add("steps");
        for (StepLine step : steps) {
            lines.add(new Line(step));
        }
        getChildren().setAll(lines);
        steps.subscribe(() -> {
            for (int i = 0; i < steps.size(); i++) {
                lines.get(i).step.set(steps.get(i));
            }
        });
    }

    /// Stays the same node while the step goes from one state to the next.
    private final class Line extends HBox {

        private final ReadOnlyObjectWrapper<StepLine> step;

        Line(StepLine first) {
            step = new ReadOnlyObjectWrapper<>(first);
            getStyleClass().add("step");
            setAccessibleRole(AccessibleRole.TEXT);
            FontIcon icon = new FontIcon();
            step.subscribe(now -> icon.setIconLiteral(icon(now.state())));
            Label number = new Label(first.step().number());
            number.getStyleClass().addAll("step-number", Styles.TEXT_SMALL);
            Label sentence = new Label();
            sentence.setWrapText(true);
            sentence.textProperty()
                    .bind(words.bind(() -> words.now("step." + first.step().number())));
            sentence.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(sentence, Priority.ALWAYS);
            Label time = new Label();
            time.getStyleClass().addAll("step-time", Styles.TEXT_SMALL);
            time.textProperty().bind(words.bind(() -> time(step.get()), step));
            getChildren().addAll(icon, number, sentence, time);
            accessibleTextProperty()
                    .bind(words.bind(
                            () -> words.now(
                                    "air.step." + step.get().state(),
                                    first.step().number(),
                                    sentence.getText()),
                            step,
                            sentence.textProperty()));
            step.subscribe(now -> {
                pseudoClassStateChanged(CURRENT, now.state() == State.CURRENT);
                pseudoClassStateChanged(TO_COME, now.state() == State.TO_COME);
            });
        }
    }

    private static String icon(State state) {
        return switch (state) {
            case DONE -> "mdi2c-check-circle";
            case CURRENT -> "mdi2a-arrow-right-circle";
            case TO_COME -> "mdi2c-circle-outline";
        };
    }

    private String time(StepLine line) {
        Long atMs = line.atMs();
        if (atMs == null) {
            return "";
        }
        return atMs < 60_000 ? words.now("air.seconds", atMs / 1000.0) : Words.clock(Duration.ofMillis(atMs));
    }
}
