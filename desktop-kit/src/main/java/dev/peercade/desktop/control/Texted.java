package dev.peercade.desktop.control;

import dev.peercade.desktop.text.Texts;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Labels whose text follows the language.
public final class Texted {

    private Texted() {}

    public static Label label(Texts texts, String key, String... styles) {
        Label label = new Label();
        label.textProperty().bind(texts.bind(key));
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// A control below its name. The key, with hyphens for dots, is the control's id.
    public static VBox field(Texts texts, String key, Control control) {
        control.setId(key.replace('.', '-'));
        control.accessibleTextProperty().bind(texts.bind(key));
        Label name = label(texts, key);
        name.setLabelFor(control);
        VBox field = new VBox(name, control);
        field.getStyleClass().add("field");
        return field;
    }
}
