package dev.peercade.desktop.problem;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.text.Texts;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.jspecify.annotations.Nullable;

/// *Copy diagnostics*.
public final class CopyButton {

    private CopyButton() {}

    /// @param texts of desktop-kit
    /// @param problem that is there when the button is pressed
    public static Button of(Texts texts, Supplier<@Nullable Problem> problem) {
        Button copy = Buttons.text(texts, "problem.copy", () -> copy(problem.get()));
        copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        return copy;
    }

    private static void copy(@Nullable Problem problem) {
        if (problem != null) {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, problem.diagnostics()));
        }
    }
}
