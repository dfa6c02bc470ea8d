package dev.peercade.viewer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlsTest {

    private final Controls controls = new Controls();

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            controls.tick();
        }
    }

    @Test
    void theyGoWhenNobodyDoesAnythingAndComeWhenSomebodyDoes() {
        assertThat(controls.shown().get()).isTrue();
        pass(Controls.SHOWN_SECONDS - 1);
        assertThat(controls.shown().get()).isTrue();
        controls.touch();
        pass(Controls.SHOWN_SECONDS - 1);
        assertThat(controls.shown().get()).isTrue();
        pass(1);
        assertThat(controls.shown().get()).isFalse();
        controls.touch();
        assertThat(controls.shown().get()).isTrue();
    }

    @Test
    void theyStayWhileTheMouseIsOnOneOfThem() {
        controls.held().set(true);
        pass(60);
        assertThat(controls.shown().get()).isTrue();
        controls.held().set(false);
        pass(Controls.SHOWN_SECONDS);
        assertThat(controls.shown().get()).isFalse();
    }
}
