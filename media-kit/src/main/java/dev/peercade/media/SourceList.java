package dev.peercade.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be captured on a display.
///
/// @param screens in the display's order
/// @param windows the topmost first
public record SourceList(List<Screen> screens, List<Window> windows) {

    /// @param display such as `:5.0`
    public record Screen(String display, Size size) {}

    /// @param id the X11 window id, for [SourceSpec.WindowById]
    /// @param title as the application set it; a stranger's text: control characters are taken out
    /// @param size without the window manager's frame
    public record Window(long id, String title, Size size) {}

    /// Asks the X server through libxcb, which is loaded when first needed.
    ///
    /// @param display such as `:5`; null for the `DISPLAY` variable's
    /// @throws MediaException `no-display` or, where libxcb is missing, `capture-unavailable`
    public static SourceList list(@Nullable String display) throws MediaException {
        return Sources.list(display);
    }
}
