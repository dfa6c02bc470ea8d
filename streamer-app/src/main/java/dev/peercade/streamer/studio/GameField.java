package dev.peercade.streamer.studio;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// The game, with those of the catalogue that fit below, to be taken by a click.
final class GameField extends VBox {

    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    GameField(StudioModel model, Texts texts) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(model.game());
        field.promptTextProperty().bind(texts.bind("studio.game.prompt"));
        model.missing().subscribe(missing -> {
            field.pseudoClassStateChanged(DANGER, missing == StudioModel.Missing.GAME);
            if (missing == StudioModel.Missing.GAME) {
                field.requestFocus();
            }
        });
        FlowPane suggestions = new FlowPane();
        suggestions.setId("studio-suggestions");
        suggestions.getStyleClass().add("suggestions");
        model.suggestions().addListener((ListChangeListener<String>) _ -> {
            suggestions
                    .getChildren()
                    .setAll(model.suggestions().stream()
                            .map(name -> suggestion(model, texts, name))
                            .toList());
            suggestions.setManaged(!model.suggestions().isEmpty());
        });
        suggestions.setManaged(false);
        getStyleClass().add("field");
        getChildren().addAll(Texted.field(texts, "studio.game", field), suggestions);
    }

    private static Button suggestion(StudioModel model, Texts texts, String name) {
        Button button = new Button(name);
        button.getStyleClass().addAll(Styles.SMALL, "suggestion");
        button.accessibleTextProperty().bind(texts.bind("studio.game.take", name));
        button.setOnAction(_ -> model.game().set(name));
        return button;
    }
}
