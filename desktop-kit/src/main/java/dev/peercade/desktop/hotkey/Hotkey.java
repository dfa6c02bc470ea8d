package dev.peercade.desktop.hotkey;

/// Something that a key does. Its name for people is the text `hotkey.<id>` of the bundle of whoever has it.
///
/// @param id stable, by which the user's own key is kept, such as `statistics`
/// @param fallback the key, unless the user wants another
public record Hotkey(String id, Chord fallback) {}
