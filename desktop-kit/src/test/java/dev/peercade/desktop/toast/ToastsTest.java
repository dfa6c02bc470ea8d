package dev.peercade.desktop.toast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.HandWork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToastsTest {

    private final HandWork hand = new HandWork();
    private final Toasts toasts = new Toasts(hand.work());

    private List<String> shown() {
        return toasts.shown().stream().map(Toast::text).toList();
    }

    private void show(String... texts) {
        for (String text : texts) {
            toasts.show(Toast.Kind.INFO, text);
        }
    }

    @Test
    void fewAreShownAtOnceAndTheNextComesWhenOneIsTakenAway() {
        show("a", "b", "c", "d");
        assertThat(shown()).containsExactly("a", "b", "c");
        toasts.dismiss(toasts.shown().getFirst());
        assertThat(shown()).containsExactly("b", "c", "d");
    }

    @Test
    void whatIsSaidAlreadyIsNotSaidAgain() {
        show("a", "a", "b", "c", "d", "d");
        toasts.dismiss(toasts.shown().getFirst());
        assertThat(shown()).containsExactly("b", "c", "d");
    }

    @Test
    void ofACrowdTheNewestAreSaid() {
        for (int n = 0; n < 100; n++) {
            show("viewer " + n);
        }
        List<String> seen = new ArrayList<>();
        while (!toasts.shown().isEmpty()) {
            seen.add(toasts.shown().getFirst().text());
            toasts.dismiss(toasts.shown().getFirst());
        }
        assertThat(seen).hasSize(Toasts.SHOWN_MAX + Toasts.WAITING_MAX).contains("viewer 0", "viewer 99");
    }

    @Test
    void eachGoesByItself() {
        show("saved");
        assertThat(shown()).containsExactly("saved");
        hand.passTime();
        assertThat(shown()).isEmpty();
    }
}
