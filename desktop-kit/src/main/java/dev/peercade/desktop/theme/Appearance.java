package dev.peercade.desktop.theme;

/// What the user wants of the colours.
public enum Appearance {
    /// As the rest of the desktop.
    SYSTEM,
    LIGHT,
    DARK
}
