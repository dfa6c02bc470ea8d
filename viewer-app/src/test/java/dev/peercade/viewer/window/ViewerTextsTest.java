package dev.peercade.viewer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.text.Texts;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.ProtocolStep.Actor;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.viewer.browse.BrowseModel;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import javafx.beans.property.SimpleObjectProperty;
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
        for (ProtocolStep step : ProtocolStep.values()) {
            if (step.actor() != Actor.STREAMER || step == ProtocolStep.STREAM || step == ProtocolStep.FINISH) {
                assertThat(texts.now("step." + step.number())).isNotBlank();
            }
        }
        for (CandidateKind kind : CandidateKind.values()) {
            assertThat(texts.now("path." + kind)).isNotBlank();
        }
        for (BrowseModel.Order order : BrowseModel.Order.values()) {
            assertThat(texts.now("browse.order." + order)).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en, 0, nobody watches",
        "en, 1, 1 viewer",
        "en, 2, 2 viewers",
        "de, 1, 1 Zuschauer",
        "de, 0, niemand sieht zu"
    })
    void numbersAreToldAsPeopleSayThem(String language, int viewers, String told) {
        Texts texts = new Texts(BUNDLE, new SimpleObjectProperty<>(Locale.of(language)));
        assertThat(texts.now("browse.figures", viewers, 5L)).startsWith(told + " \u00b7 ");
    }

    private static Set<String> keys(String language) {
        Control control = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle(BUNDLE, Locale.of(language), control).keySet();
    }
}
