package dev.peercade.desktop.problem;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
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
        Button copy = new Button();
        copy.textProperty().bind(texts.bind("problem.copy"));
        copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        copy.setOnAction(_ -> Clipboard.getSystemClipboard()
                .setContent(java.util.Map.of(DataFormat.PLAIN_TEXT, diagnostics(problem.getValue()))));
        HBox.setHgrow(code, Priority.ALWAYS);
        HBox last = new HBox(code, copy);
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

    /// What helps whoever is asked for help, and tells nobody an address.
    private static String diagnostics(@Nullable Problem problem) {
        List<String> system =
                List.of("os.name", "os.version", "os.arch", "java.vendor.version", "javafx.version", "prism.order");
        return Stream.concat(
                        Stream.of("problem: " + (problem == null ? "none" : problem.code())),
                        system.stream().map(key -> key + ": " + System.getProperty(key)))
                .collect(Collectors.joining("\n"));
    }
}
