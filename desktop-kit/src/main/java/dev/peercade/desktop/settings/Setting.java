package dev.peercade.desktop.settings;

import dev.peercade.desktop.text.Texts;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;

/// One row of the settings.
///
/// @param name in words
/// @param control made anew each time the settings are opened
public record Setting(ObservableValue<String> name, Supplier<? extends Node> control) {

    /// @param key of its name; with hyphens for dots it is the control's id
    public static Setting of(Texts texts, String key, Supplier<? extends Control> control) {
        return new Setting(texts.bind(key), () -> {
            Control made = control.get();
            made.setId(key.replace('.', '-'));
            made.accessibleTextProperty().bind(texts.bind(key));
            return made;
        });
    }

    public static Setting flag(Texts texts, String key, BooleanProperty flag) {
        return of(texts, key, () -> {
            CheckBox box = new CheckBox();
            box.selectedProperty().bindBidirectional(flag);
            return box;
        });
    }
}
