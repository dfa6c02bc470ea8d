package dev.peercade.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.hotkey.Hotkeys;
import dev.peercade.desktop.preferences.Language;
import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsModelTest {

    private static final Hotkey FULL_SCREEN = new Hotkey("full-screen", Chord.moonlight("X"));
    private static final Hotkey QUIT = new Hotkey("quit", Chord.moonlight("Q"));

    private final Preferences preferences;
    private final Hotkeys hotkeys;
    private final SettingsModel model;

    SettingsModelTest(@TempDir Path folder) {
        preferences = new Preferences(
                new UserFolders(folder.resolve("config"), folder.resolve("data"), null),
                new Work(Runnable::run, Runnable::run));
        hotkeys = new Hotkeys(preferences);
        hotkeys.add(FULL_SCREEN);
        hotkeys.add(QUIT);
        Texts texts =
                new Texts("dev.peercade.desktop.Texts", preferences.language().map(Language::locale));
        model = new SettingsModel(hotkeys, List.of(texts));
    }

    @Test
    void hotkeysBeginAsMoonlightHasThemAndCarryNames() {
        preferences.language().set(Language.ENGLISH);
        assertThat(model.chord(QUIT).getValue()).hasToString("Ctrl+Alt+Shift+Q");
        assertThat(model.name(QUIT).getValue()).isEqualTo("Quit");
        preferences.language().set(Language.GERMAN);
        assertThat(model.name(QUIT).getValue()).isEqualTo("Beenden");
    }

    @Test
    void aChosenChordCountsAndIsKept() {
        model.choose(QUIT);
        assertThat(hotkeys.resting().get()).isTrue();
        model.chosen(new Chord("Ctrl+W"));
        assertThat(model.choosing().get()).isNull();
        assertThat(hotkeys.resting().get()).isFalse();
        assertThat(model.chord(QUIT).getValue().keys()).isEqualTo("Ctrl+W");
        assertThat(preferences.text("hotkey.quit", "").get()).isEqualTo("Ctrl+W");
    }

    @Test
    void aChordThatAnotherHotkeyHasIsRefusedWithItsName() {
        model.choose(QUIT);
        model.chosen(FULL_SCREEN.fallback());
        assertThat(model.taken().get()).isEqualTo(FULL_SCREEN);
        assertThat(model.choosing().get()).isEqualTo(QUIT);
        assertThat(model.chord(QUIT).getValue()).isEqualTo(QUIT.fallback());
        model.chosen(new Chord("F9"));
        assertThat(model.taken().get()).isNull();
        assertThat(model.chord(QUIT).getValue().keys()).isEqualTo("F9");
    }

    @Test
    void givingUpLeavesEverythingAsItWas() {
        model.choose(QUIT);
        model.stopChoosing();
        model.chosen(new Chord("F9"));
        assertThat(model.chord(QUIT).getValue()).isEqualTo(QUIT.fallback());
        assertThat(hotkeys.resting().get()).isFalse();
    }

    @Test
    void aResetBindsAllAsTheyWere() {
        hotkeys.rebind(QUIT, new Chord("F9"));
        model.resetHotkeys();
        assertThat(model.chord(QUIT).getValue()).isEqualTo(QUIT.fallback());
    }

    @Test
    void aChordThatSomebodyHasMisspeltInTheFileIsTheUsualOne() {
        preferences.text("hotkey.quit", "").set("Hyper+Nonsense");
        assertThat(model.chord(QUIT).getValue()).isEqualTo(QUIT.fallback());
    }
}
