package dev.peercade.desktop.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.HandWork;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.thread.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {

    private static final Work AT_ONCE = new Work(Runnable::run, Runnable::run);

    private final UserFolders folders;
    private final Path file;

    PreferencesTest(@TempDir Path folder) {
        folders = new UserFolders(folder.resolve("config"), folder.resolve("data"), null);
        file = folders.config().resolve("settings.properties");
    }

    @BeforeEach
    void makeFolder() throws Exception {
        Files.createDirectories(folders.config());
    }

    @Test
    void whatWasWantedIsWantedAtTheNextStart() {
        Preferences before = new Preferences(folders, AT_ONCE);
        before.appearance().set(Appearance.DARK);
        before.language().set(Language.GERMAN);
        before.flag("warnings", true).set(false);
        before.number("width", 3).set(1280.5);
        before.text("key", "").set("Ctrl+Q");

        Preferences now = new Preferences(folders, AT_ONCE);
        assertThat(now.appearance().get()).isEqualTo(Appearance.DARK);
        assertThat(now.language().get()).isEqualTo(Language.GERMAN);
        assertThat(now.flag("warnings", true).get()).isFalse();
        assertThat(now.number("width", 3).get()).isEqualTo(1280.5);
        assertThat(now.text("key", "").get()).isEqualTo("Ctrl+Q");
    }

    @Test
    void oneNameIsOneProperty() {
        Preferences preferences = new Preferences(folders, AT_ONCE);
        assertThat(preferences.flag("a", true)).isSameAs(preferences.flag("a", false));
    }

    @Test
    void whatMakesNoSenseCountsAsNothing() throws Exception {
        Files.writeString(file, "appearance=purple\nwidth=wide\n");
        Preferences preferences = new Preferences(folders, AT_ONCE);
        assertThat(preferences.appearance().get()).isEqualTo(Appearance.SYSTEM);
        assertThat(preferences.number("width", 640).get()).isEqualTo(640);
        assertThat(preferences.problem().get()).isNull();
    }

    @Test
    void theOtherAppsSettingsStay() {
        Preferences viewer = new Preferences(folders, AT_ONCE);
        Preferences streamer = new Preferences(folders, AT_ONCE);
        viewer.flag("viewer.warnings", true).set(false);
        streamer.appearance().set(Appearance.LIGHT);
        Preferences later = new Preferences(folders, AT_ONCE);
        assertThat(later.flag("viewer.warnings", true).get()).isFalse();
        assertThat(later.appearance().get()).isEqualTo(Appearance.LIGHT);
    }

    @Test
    void changesMadeWhileOneIsWrittenGoTogetherAndTheEndWaitsForThem() {
        HandWork hand = new HandWork();
        Preferences preferences = new Preferences(folders, hand.work());
        List<String> told = new ArrayList<>();
        preferences.flag("a", false).set(true);
        preferences.flag("b", false).set(true);
        preferences.flag("c", false).set(true);
        assertThat(hand.waiting()).isOne();
        preferences.whenSaved(() -> told.add("saved"));
        assertThat(told).isEmpty();
        hand.doAll();
        assertThat(told).containsExactly("saved");
        preferences.whenSaved(() -> told.add("at once"));
        assertThat(told).containsExactly("saved", "at once");
        Preferences later = new Preferences(folders, AT_ONCE);
        assertThat(later.flag("a", false).get()
                        && later.flag("b", false).get()
                        && later.flag("c", false).get())
                .isTrue();
    }

    @Test
    void whatCannotBeKeptIsToldAndCountsAllTheSame() throws Exception {
        Files.delete(folders.config());
        Files.writeString(folders.config(), "a file where a folder should be");
        Preferences preferences = new Preferences(folders, AT_ONCE);
        preferences.appearance().set(Appearance.DARK);
        assertThat(preferences.appearance().get()).isEqualTo(Appearance.DARK);
        assertThat(Objects.requireNonNull(preferences.problem().get()).remedy()).isNotBlank();
    }
}
