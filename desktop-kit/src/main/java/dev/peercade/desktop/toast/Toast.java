package dev.peercade.desktop.toast;

import dev.peercade.desktop.problem.Problem;
import org.jspecify.annotations.Nullable;

/// A message that goes by itself.
///
/// @param text ready to be read
/// @param problem that it tells of, or null
public record Toast(Kind kind, String text, @Nullable Problem problem) {

    public Toast(Kind kind, String text) {
        this(kind, text, null);
    }

    boolean saysTheSameAs(Toast other) {
        return kind == other.kind && text.equals(other.text);
    }

    public enum Kind {
        INFO,
        GOOD,
        WARNING,
        BAD
    }
}
