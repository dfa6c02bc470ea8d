package dev.peercade.desktop.window;

/// What is asked before something is done that cannot be undone. Texts are ready to be read.
///
/// @param yes what the button says that does it
/// @param no what the button says that does not
public record Question(String title, String text, String yes, String no, Runnable action) {}
