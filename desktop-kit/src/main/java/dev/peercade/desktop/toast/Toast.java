package dev.peercade.desktop.toast;

/// A message that goes by itself.
///
/// @param text ready to be read
public record Toast(Kind kind, String text) {

    public enum Kind {
        INFO,
        GOOD,
        WARNING,
        BAD
    }
}
