package dev.peercade.desktop.hotkey;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// A key with others held down.
///
/// @param keys such as `Ctrl+Alt+Shift+S`; kept in JavaFX's order, so that equal chords are equal
public record Chord(String keys) {

    public Chord {
        keys = KeyCombination.valueOf(keys).getName();
    }

    /// Ctrl, Alt and Shift with this key, as Moonlight has its hotkeys: no game uses them.
    ///
    /// @param key such as `S`
    public static Chord moonlight(String key) {
        return new Chord("Ctrl+Alt+Shift+" + key);
    }

    /// What somebody has pressed, or null while that is only Ctrl, Alt, Shift or the like, or a key that one types
    /// with.
    public static @Nullable Chord pressed(KeyEvent event) {
        KeyCode key = event.getCode();
        boolean held = event.isControlDown() || event.isAltDown() || event.isMetaDown();
        if (key.isModifierKey() || key == KeyCode.UNDEFINED || !(held || key.isFunctionKey())) {
            return null;
        }
        return new Chord(new KeyCodeCombination(
                        key,
                        down(event.isShiftDown()),
                        down(event.isControlDown()),
                        down(event.isAltDown()),
                        down(event.isMetaDown()),
                        ModifierValue.UP)
                .getName());
    }

    private static ModifierValue down(boolean held) {
        return held ? ModifierValue.DOWN : ModifierValue.UP;
    }

    public boolean matches(KeyEvent event) {
        return KeyCombination.valueOf(keys).match(event);
    }

    /// As people read it on their keyboards.
    @Override
    public String toString() {
        return KeyCombination.valueOf(keys).getDisplayText();
    }
}
