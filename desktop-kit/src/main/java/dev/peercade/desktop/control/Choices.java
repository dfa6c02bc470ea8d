package dev.peercade.desktop.control;

import dev.peercade.desktop.text.Texts;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

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
        follow(box, () -> tell(box, value -> texts.now(key + "." + value.name())), texts.language());
        return box;
    }

    /// Runs this now, and whenever one of these changes. They may outlive the box, and must not keep it.
    public static void follow(ComboBox<?> box, Runnable tell, ObservableValue<?>... what) {
        ChangeListener<Object> listener = (_, _, _) -> tell.run();
        box.getProperties().put(Choices.class, listener);
        for (ObservableValue<?> each : what) {
            each.addListener(new WeakChangeListener<>(listener));
        }
        tell.run();
    }

    /// Says a box's values by this, from now on. A converter would not do: a box that is shown already does not
    /// ask it anew.
    public static <T> void tell(ComboBox<T> box, Function<T, String> text) {
        box.setCellFactory(_ -> new TextCell<>(text));
        box.setButtonCell(new TextCell<>(text));
    }

    private static final class TextCell<T> extends ListCell<T> {

        private final Function<T, String> text;

        TextCell(Function<T, String> text) {
            this.text = text;
        }

        @Override
        protected void updateItem(@Nullable T value, boolean empty) {
            super.updateItem(value, empty);
            setText(value == null || empty ? "" : text.apply(value));
        }
    }
}
