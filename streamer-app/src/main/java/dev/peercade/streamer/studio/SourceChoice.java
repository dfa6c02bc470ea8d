package dev.peercade.streamer.studio;

import dev.peercade.media.Size;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import java.nio.file.Path;

/// Something that can be shown.
///
/// @param title of a window, the name of a display or of a file; empty for the built-in scene
/// @param size in pixels, as far as it is known before anything is captured
public record SourceChoice(Kind kind, SourceSpec spec, String title, Size size) {

    /// What the built-in scene is drawn as, and a file is taken for until it is opened.
    private static final Size USUAL = new Size(1280, 720);

    /// In the order in which they are offered.
    public enum Kind {
        WINDOW,
        SCREEN,
        FILE,
        SCENE
    }

    static SourceChoice of(SourceList.Window window) {
        return new SourceChoice(Kind.WINDOW, new SourceSpec.WindowById(window.id()), window.title(), window.size());
    }

    static SourceChoice of(SourceList.Screen screen) {
        return new SourceChoice(Kind.SCREEN, new SourceSpec.Screen(null), screen.display(), screen.size());
    }

    static SourceChoice of(Path file) {
        return new SourceChoice(Kind.FILE, new SourceSpec.File(file), String.valueOf(file.getFileName()), USUAL);
    }

    static SourceChoice scene() {
        return new SourceChoice(Kind.SCENE, new SourceSpec.Scene(), "", USUAL);
    }
}
