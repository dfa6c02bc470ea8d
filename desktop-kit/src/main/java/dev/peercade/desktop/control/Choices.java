package dev.peercade.desktop.control;

import dev.peercade.desktop.text.Texts;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

/// Boxes to choose one of a few.
public final class Choices {

    private Choices() {}

    /// A box of an enum's values, whose texts are `key.VALUE`.
    ///
    /// @param key of its name too; with hyphens for dots it is the box's id
    public static <E extends Enum<E>> ComboBox<E> box(Texts texts, String key, E[] values, Property<E> chosen) {
        ComboBox<E> box = new ComboBox<>();
        box.setId(key.replace('.', '-'));
        box.getItems().setAll(values);
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().bindBidirectional(chosen);
        box.accessibleTextProperty().bind(texts.bind(key));
        // A new converter has the box say everything anew.
        texts.language().subscribe(_ -> box.setConverter(converter(value -> texts.now(key + "." + value.name()))));
        return box;
    }

    /// Of values to texts, for what nobody types.
    public static <T> StringConverter<T> converter(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        };
    }
}
