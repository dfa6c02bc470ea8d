package dev.peercade.streamer.studio;

import dev.peercade.desktop.control.Suggestions;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
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
        getStyleClass().add("field");
        getChildren()
                .addAll(
                        Texted.field(texts, "studio.game", field),
                        new Suggestions(texts, "studio.game.take", model.game(), model.suggestions()));
    }
}
