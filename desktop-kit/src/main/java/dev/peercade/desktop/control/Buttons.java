package dev.peercade.desktop.control;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/// Buttons. Each has its text's key, with hyphens for dots, as id.
public final class Buttons {

    private Buttons() {}

    /// A button with a text.
    public static Button text(Texts texts, String key, Runnable action) {
        Button button = new Button();
        button.setId(key.replace('.', '-'));
        button.textProperty().bind(texts.bind(key));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// A button that shows an icon only, and its text to whoever points at it or does not see it.
    ///
    /// @param icon such as `mdi2c-cog-outline`
    public static Button icon(Texts texts, String icon, String key, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(key.replace('.', '-'));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.accessibleTextProperty().bind(texts.bind(key));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(texts.bind(key));
        button.setTooltip(tooltip);
        button.setOnAction(_ -> action.run());
        return button;
    }
}
