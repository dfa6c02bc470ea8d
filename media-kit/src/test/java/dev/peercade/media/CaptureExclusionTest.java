package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CaptureExclusionTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void elsewhereItIsNotSupportedAndDoesNothing() {
        assertThat(CaptureExclusion.supported()).isFalse();
        assertThat(CaptureExclusion.exclude("any window")).isFalse();
    }
}
