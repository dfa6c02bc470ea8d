package dev.peercade.desktop.hotkey;

import dev.peercade.desktop.preferences.Preferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// The hotkeys of a window and what they are bound to, as the user wants it. Window's thread.
public final class Hotkeys {

    private final Preferences preferences;
    private final Map<Hotkey, StringProperty> bound = new LinkedHashMap<>();
    private final BooleanProperty resting = new SimpleBooleanProperty();

    public Hotkeys(Preferences preferences) {
        this.preferences = preferences;
    }

    /// Adds one.
    public void add(Hotkey hotkey) {
        bound.computeIfAbsent(
                hotkey,
                _ -> preferences.text("hotkey." + hotkey.id(), hotkey.fallback().keys()));
    }

    /// In the order in which they were added.
    public List<Hotkey> all() {
        return List.copyOf(bound.keySet());
    }

    public ObservableValue<Chord> chord(Hotkey hotkey) {
        return keys(hotkey).map(keys -> parsed(keys, hotkey));
    }

    private static Chord parsed(String keys, Hotkey hotkey) {
        try {
            return new Chord(keys);
        } catch (IllegalArgumentException e) {
            // Somebody has edited the file.
            return hotkey.fallback();
        }
    }

    /// Binds a hotkey, unless another has this chord.
    ///
    /// @return the one that has it, or null
    public @Nullable Hotkey rebind(Hotkey hotkey, Chord chord) {
        for (Hotkey other : bound.keySet()) {
            if (!other.equals(hotkey) && chord(other).getValue().equals(chord)) {
                return other;
            }
        }
        keys(hotkey).set(chord.keys());
        return null;
    }

    /// Binds all as they were in the beginning.
    public void reset() {
        bound.forEach((hotkey, keys) -> keys.set(hotkey.fallback().keys()));
    }

    /// While it is set no hotkey does anything: somebody is choosing one.
    public BooleanProperty resting() {
        return resting;
    }

    private StringProperty keys(Hotkey hotkey) {
        StringProperty keys = bound.get(hotkey);
        if (keys == null) {
            throw new IllegalArgumentException(hotkey + " is not a hotkey of this window");
        }
        return keys;
    }
}
