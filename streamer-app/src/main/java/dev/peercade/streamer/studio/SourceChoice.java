package dev.peercade.streamer.studio;

import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;

/// Something that can be shown.
///
/// @param title of a window or the name of a display; empty for the built-in scene
public record SourceChoice(Kind kind, SourceSpec spec, String title, Size size) {

    public enum Kind {
        WINDOW,
        SCREEN,
        SCENE
    }
}
