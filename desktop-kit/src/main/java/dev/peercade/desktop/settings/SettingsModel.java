package dev.peercade.desktop.settings;

import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.hotkey.Hotkeys;
import dev.peercade.desktop.text.Texts;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// Which keys do what. A choice counts at once. Window's thread.
public final class SettingsModel {

    private final Hotkeys hotkeys;
    private final List<Texts> bundles;
    private final ReadOnlyObjectWrapper<@Nullable Hotkey> choosing = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Hotkey> taken = new ReadOnlyObjectWrapper<>();

    /// @param bundles where the names of hotkeys are
    public SettingsModel(Hotkeys hotkeys, List<Texts> bundles) {
        this.hotkeys = hotkeys;
        this.bundles = bundles;
    }

    public List<Hotkey> hotkeys() {
        return hotkeys.all();
    }

    public ObservableValue<Chord> chord(Hotkey hotkey) {
        return hotkeys.chord(hotkey);
    }

    /// What a hotkey does, in words.
    public ObservableValue<String> name(Hotkey hotkey) {
        String key = "hotkey." + hotkey.id();
        return bundles.stream()
                .filter(texts -> texts.has(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key + " has no text"))
                .bind(key);
    }

    /// Waits for a chord for this one.
    public void choose(Hotkey hotkey) {
        taken.set(null);
        choosing.set(hotkey);
        hotkeys.resting().set(true);
    }

    /// Binds what is being chosen, or says which hotkey has that chord already, and goes on waiting.
    public void chosen(Chord chord) {
        Hotkey hotkey = choosing.get();
        if (hotkey != null) {
            taken.set(hotkeys.rebind(hotkey, chord));
            if (taken.get() == null) {
                stopChoosing();
            }
        }
    }

    /// Leaves everything as it was.
    public void stopChoosing() {
        choosing.set(null);
        taken.set(null);
        hotkeys.resting().set(false);
    }

    public void resetHotkeys() {
        stopChoosing();
        hotkeys.reset();
    }

    /// Which hotkey waits for its chord, or null.
    public ReadOnlyObjectProperty<@Nullable Hotkey> choosing() {
        return choosing.getReadOnlyProperty();
    }

    /// Which hotkey has the chord that was pressed last, or null.
    public ReadOnlyObjectProperty<@Nullable Hotkey> taken() {
        return taken.getReadOnlyProperty();
    }
}
