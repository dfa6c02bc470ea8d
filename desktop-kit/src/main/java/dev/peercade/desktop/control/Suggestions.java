package dev.peercade.desktop.control;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;

/// What may be meant, below a field, to be taken by a click. Takes no room while there is nothing.
public final class Suggestions extends FlowPane {

    private final Texts texts;
    private final String key;
    private final StringProperty field;
    private final ObservableList<String> names;

    /// @param key of the text by which one of them is named to whoever does not see it
    /// @param field takes the one that is chosen
    public Suggestions(Texts texts, String key, StringProperty field, ObservableList<String> names) {
        this.texts = texts;
        this.key = key;
        this.field = field;
        this.names = names;
        setId(key.replace('.', '-'));
        getStyleClass().add("suggestions");
        names.addListener((ListChangeListener<String>) _ -> fill());
        field.addListener((_, _, _) -> fill());
        fill();
    }

    private void fill() {
        getChildren()
                .setAll(names.stream()
                        .filter(name -> !name.equalsIgnoreCase(field.get().strip()))
                        .map(this::button)
                        .toList());
        setManaged(!getChildren().isEmpty());
    }

    private Button button(String name) {
        Button button = new Button(name);
        button.getStyleClass().add(Styles.SMALL);
        button.accessibleTextProperty().bind(texts.bind(key, name));
        button.setOnAction(_ -> field.set(name));
        return button;
    }
}
