package dev.peercade.desktop.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;

/// The texts of one bundle in the language chosen now; what is bound changes with it. English where a language lacks a
/// text. JavaFX thread.
public final class Texts {

    private final String bundle;
    private final ObservableValue<Locale> language;

    /// @param bundle such as `dev.peercade.viewer.Texts`
    public Texts(String bundle, ObservableValue<Locale> language) {
        this.bundle = bundle;
        this.language = language;
    }

    /// The texts of another part of the program, in the same language.
    public Texts of(String otherBundle) {
        return new Texts(otherBundle, language);
    }

    /// @param values of the text's `{0}`, `{1}` and so on; an observable one is followed
    public StringBinding bind(String key, Object... values) {
        ObservableValue<?>[] followed = new ObservableValue<?>[values.length + 1];
        int n = 0;
        followed[n++] = language;
        for (Object value : values) {
            if (value instanceof ObservableValue<?> observable) {
                followed[n++] = observable;
            }
        }
        return Bindings.createStringBinding(() -> now(key, values), java.util.Arrays.copyOf(followed, n));
    }

    /// The text as it is now.
    ///
    /// @throws java.util.MissingResourceException when no language has it
    public String now(String key, Object... values) {
        Object[] plain = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = values[i] instanceof ObservableValue<?> observable ? observable.getValue() : values[i];
        }
        return new MessageFormat(texts().getString(key), language.getValue()).format(plain);
    }

    public boolean has(String key) {
        return texts().containsKey(key);
    }

    public ObservableValue<Locale> language() {
        return language;
    }

    /// The text as it stands, or this one where no language has it.
    public String orElse(String key, String otherwise) {
        ResourceBundle texts = texts();
        return texts.containsKey(key) ? texts.getString(key) : otherwise;
    }

    private ResourceBundle texts() {
        // Without the control, a German system would get German for English.
        return ResourceBundle.getBundle(
                bundle, language.getValue(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }
}
