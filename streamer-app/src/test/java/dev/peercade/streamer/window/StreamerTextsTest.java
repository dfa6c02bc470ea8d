package dev.peercade.streamer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.text.Texts;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.ProtocolStep.Actor;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.streamer.air.AirModel;
import dev.peercade.streamer.air.StepLine;
import dev.peercade.streamer.air.Troubles.Trouble;
import dev.peercade.streamer.studio.Quality;
import dev.peercade.streamer.studio.StudioModel;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.Set;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamerTextsTest {

    private static final String BUNDLE = "dev.peercade.streamer.Texts";

    @Test
    void eachLanguageHasAllTexts() {
        assertThat(keys("de")).isEqualTo(keys(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatTheProtocolAndTheModelsNameHasAText(String language) {
        Texts texts = new Texts(BUNDLE, new SimpleObjectProperty<>(Locale.of(language)));
        for (ProtocolStep step : ProtocolStep.values()) {
            if (step.actor() != Actor.VIEWER) {
                assertThat(texts.now("step." + step.number())).isNotBlank();
            }
        }
        for (CandidateKind kind : CandidateKind.values()) {
            assertThat(texts.now("path." + kind)).isNotBlank();
        }
        for (Rung rung : Rung.values()) {
            assertThat(texts.now("rung." + rung)).isNotBlank();
        }
        for (Move why : Move.values()) {
            assertThat(texts.now("why." + why)).isNotBlank();
        }
        for (Quality quality : Quality.values()) {
            assertThat(texts.now("studio.quality." + quality, "5.5")).contains("5.5");
        }
        for (AirModel.Phase phase : AirModel.Phase.values()) {
            assertThat(texts.now("air.phase." + phase)).isNotBlank();
        }
        for (Trouble trouble : Trouble.values()) {
            assertThat(texts.now("air.trouble." + trouble)).isNotBlank();
            assertThat(texts.now("air.trouble." + trouble + ".remedy")).isNotBlank();
        }
        for (StepLine.State state : StepLine.State.values()) {
            assertThat(texts.now("air.step." + state, "4A", "Waiting")).contains("4A", "Waiting");
        }
        for (StudioModel.Missing missing : StudioModel.Missing.values()) {
            assertThat(texts.now("studio.missing." + missing)).isNotBlank();
        }
    }

    private static Set<String> keys(String language) {
        Control control = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle(BUNDLE, Locale.of(language), control).keySet();
    }
}
