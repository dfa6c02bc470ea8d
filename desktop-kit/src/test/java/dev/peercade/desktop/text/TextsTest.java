package dev.peercade.desktop.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final String BUNDLE = "dev.peercade.desktop.Texts";

    private final ObjectProperty<Locale> language = new SimpleObjectProperty<>(Locale.ENGLISH);
    private final Texts texts = new Texts(BUNDLE, language);

    @Test
    void whatIsBoundChangesWithTheLanguageAndWithItsValues() {
        SimpleStringProperty code = new SimpleStringProperty("a");
        ObservableValue<String> bound = texts.bind("problem.code", code);
        ObservableValue<String> title = texts.bind("sign-in.password");
        assertThat(bound.getValue()).isEqualTo("Code: a");
        assertThat(title.getValue()).isEqualTo("Password");
        code.set("b");
        language.set(Locale.GERMAN);
        assertThat(bound.getValue()).isEqualTo("Code: b");
        assertThat(title.getValue()).isEqualTo("Passwort");
    }

    @Test
    void aProblemsCodeIsLookedUpAndWhatNoLanguageKnowsIsToldAsItCame() {
        assertThat(texts.orElse("problem.unauthenticated.cause", "Wrong.")).isEqualTo("Wrong.");
        language.set(Locale.GERMAN);
        assertThat(texts.orElse("problem.unauthenticated.cause", "Wrong."))
                .isEqualTo("Benutzername oder Passwort stimmen nicht.");
        assertThat(texts.orElse("problem.never-heard-of.remedy", "Check.")).isEqualTo("Check.");
    }

    @Test
    void germanHasEveryTextThatEnglishHas() {
        assertThat(keys(Locale.GERMAN)).containsAll(keys(Locale.ROOT));
        assertThat(keys(Locale.GERMAN).stream()
                        .filter(key -> !key.startsWith("problem.") && !key.startsWith("finding."))
                        .collect(Collectors.toSet()))
                .isSubsetOf(keys(Locale.ROOT));
    }

    private static Set<String> keys(Locale locale) {
        Control control = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        return new TreeSet<>(ResourceBundle.getBundle(BUNDLE, locale, control).keySet());
    }
}
