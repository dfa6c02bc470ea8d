package dev.peercade.media;

import org.jspecify.annotations.Nullable;

/// @param display the X11 display such as `:5`; null for the `DISPLAY` variable's
/// @param fps pictures a second, 1 to 240
/// @param size what the scene draws, null for 1280x720. Screens, windows and files come in their own size whatever
/// this says: the encoder scales
public record CaptureSettings(
        @Nullable String display, int fps, @Nullable Size size) {

    public CaptureSettings {
        if (fps < 1 || fps > 240) {
            throw new IllegalArgumentException("The frame rate is between 1 and 240, but this is " + fps + ".");
        }
    }
}
