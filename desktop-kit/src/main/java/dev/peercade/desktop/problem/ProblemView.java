package dev.peercade.desktop.problem;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Shows a problem: cause, remedy, code, and a button that copies what a report needs. Takes no room while there is
/// none.
public final class ProblemView extends VBox {

    private final Label cause = new Label();
    private final Label remedy = new Label();
    private final Label code = new Label();

    public ProblemView(Texts texts, ObservableValue<@Nullable Problem> problem) {
        getStyleClass().add("problem");
        cause.getStyleClass().add("problem-cause");
        cause.setWrapText(true);
        remedy.setWrapText(true);
        code.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        code.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(code, Priority.ALWAYS);
        HBox last = new HBox(code, CopyButton.of(texts, problem::getValue));
        last.getStyleClass().add("problem-last");
        getChildren().addAll(cause, remedy, last);
        problem.subscribe(now -> show(texts, now));
    }

    private void show(Texts texts, @Nullable Problem problem) {
        setVisible(problem != null);
        setManaged(problem != null);
        if (problem != null) {
            cause.setText(texts.orElse("problem." + problem.code() + ".cause", problem.cause()));
            remedy.setText(texts.orElse("problem." + problem.code() + ".remedy", problem.remedy()));
            remedy.setManaged(!remedy.getText().isEmpty());
            code.setText(texts.now("problem.code", problem.code()));
        }
    }
}
