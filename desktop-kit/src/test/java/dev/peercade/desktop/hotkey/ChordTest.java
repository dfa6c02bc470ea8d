package dev.peercade.desktop.hotkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class ChordTest {

    private static KeyEvent press(KeyCode key, boolean shift, boolean control, boolean alt) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, shift, control, alt, false);
    }

    @Test
    void whatIsPressedIsWhatMatches() {
        KeyEvent pressed = press(KeyCode.S, true, true, true);
        Chord chord = Chord.pressed(pressed);
        assertThat(chord).isNotNull();
        assertThat(chord.matches(pressed)).isTrue();
        assertThat(chord.matches(press(KeyCode.S, false, true, true))).isFalse();
        assertThat(Chord.moonlight("S").matches(pressed)).isTrue();
        assertThat(Chord.moonlight("S")).as("a conflict is seen by this").isEqualTo(chord);
        assertThat(new Chord(chord.keys())).isEqualTo(chord);
    }

    @Test
    void keysThatOneTypesWithAreNoHotkeysButFunctionKeysAre() {
        assertThat(Chord.pressed(press(KeyCode.A, false, false, false))).isNull();
        assertThat(Chord.pressed(press(KeyCode.A, true, false, false))).isNull();
        assertThat(Chord.pressed(press(KeyCode.CONTROL, false, true, false))).isNull();
        assertThat(Chord.pressed(press(KeyCode.F11, false, false, false))).isEqualTo(new Chord("F11"));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Chord("Hyper+Nonsense"));
    }
}
