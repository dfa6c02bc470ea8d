package dev.peercade.desktop.window;

/// How much of the screen a window takes.
public enum WindowMode {
    WINDOWED,
    /// The whole screen without a frame, as a window among others: those of other programs may lie above it.
    BORDERLESS,
    /// The whole screen, above everything else.
    FULL_SCREEN
}
