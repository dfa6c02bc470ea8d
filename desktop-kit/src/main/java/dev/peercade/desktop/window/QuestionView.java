package dev.peercade.desktop.window;

import atlantafx.base.theme.Styles;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A question over the screen. Whoever presses Enter without reading does nothing.
final class QuestionView extends VBox {

    QuestionView(Question question, Runnable close) {
        getStyleClass().add("dialog-card");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(question.title());
        Label title = new Label(question.title());
        title.getStyleClass().add(Styles.TITLE_4);
        Label text = new Label(question.text());
        text.setWrapText(true);
        Button yes = new Button(question.yes());
        yes.setId("question-yes");
        yes.getStyleClass().add(Styles.DANGER);
        yes.setOnAction(_ -> {
            close.run();
            question.action().run();
        });
        Button no = new Button(question.no());
        no.setId("question-no");
        no.setDefaultButton(true);
        no.setOnAction(_ -> close.run());
        HBox buttons = new HBox(no, yes);
        buttons.getStyleClass().add("dialog-buttons");
        getChildren().addAll(title, text, buttons);
    }
}
