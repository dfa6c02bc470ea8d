package dev.peercade.viewer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.window.WindowMode;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.viewer.browse.BrowseModel;
import dev.peercade.viewer.join.JoinModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerTextsTest {

    private static final String BUNDLE = "dev.peercade.viewer.Texts";

    @ParameterizedTest
    @ValueSource(strings = {"", "de"})
    void eachLanguageHasAllTexts(String language) {
        assertThat(keys(language)).isEqualTo(keys(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatTheProtocolAndTheListNameHasAText(String language) {
        Texts texts = new Texts(BUNDLE, new SimpleObjectProperty<>(Locale.of(language)));
        for (String step : JoinModel.STEPS) {
            assertThat(texts.now("step." + step)).isNotBlank();
        }
        for (JoinModel.State state : JoinModel.State.values()) {
            assertThat(texts.now("join." + state)).isNotBlank();
        }
        for (WindowMode mode : WindowMode.values()) {
            assertThat(texts.now("watch.mode." + mode)).isNotBlank();
        }
        for (Rung rung : Rung.values()) {
            assertThat(texts.now("rung." + rung)).isNotBlank();
        }
        for (Move why : Move.values()) {
            assertThat(texts.now("why." + why)).isNotBlank();
        }
        for (BrowseModel.Order order : BrowseModel.Order.values()) {
            assertThat(texts.now("browse.order." + order)).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, browse.viewers, 0, nobody watches",
        "en, browse.viewers, 1, 1 viewer",
        "en, browse.viewers, 2, 2 viewers",
        "de, browse.viewers, 1, 1 Zuschauer",
        "de, browse.viewers, 0, niemand sieht zu",
        "en, browse.age, 0, just started",
        "en, browse.age, 1, for 1 minute",
        "de, browse.age, 59, seit 59 Minuten"
    })
    void numbersAreToldAsPeopleSayThem(String language, String key, int number, String told) {
        Texts texts = new Texts(BUNDLE, new SimpleObjectProperty<>(Locale.of(language)));
        assertThat(texts.now(key, number)).isEqualTo(told);
    }

    @Test
    void noTextIsLeftThatNothingShows() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                code.append(Files.readString(file));
            }
        }
        assertThat(keys("")).allMatch(key -> isShown(key, code));
    }

    /// Keys of which the code names only the beginning end in something that it has no list of.
    private static boolean isShown(String key, CharSequence code) {
        boolean hotkey = key.startsWith("hotkey.");
        String all = code.toString();
        return all.contains('"' + (hotkey ? key.substring("hotkey.".length()) : key) + '"')
                || all.contains('"' + key.substring(0, key.lastIndexOf('.') + 1) + '"')
                || key.endsWith(".more") && isShown(key.substring(0, key.lastIndexOf('.')), code)
                || key.startsWith("browse.order.");
    }

    private static Set<String> keys(String language) {
        Control control = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle(BUNDLE, Locale.of(language), control).keySet();
    }
}
