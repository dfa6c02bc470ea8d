package dev.peercade.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;

/// AtlantaFX's Primer, light or dark, and what Peercade adds to it.
public final class Theme {

    private static final String LIGHT = new PrimerLight().getUserAgentStylesheet();
    private static final String DARK = new PrimerDark().getUserAgentStylesheet();
    private static final String OURS = Objects.requireNonNull(
                    Theme.class.getResource("/dev/peercade/desktop/peercade.css"))
            .toExternalForm();

    private Theme() {}

    /// Dresses a window's scene, and again whenever the user's wish or the desktop's colours change.
    public static void dress(Scene scene, ObservableValue<Appearance> wish) {
        ObservableValue<ColorScheme> desktop = scene.getPreferences().colorSchemeProperty();
        scene.getStylesheets().add(OURS);
        // For the whole program: what pops up has a scene of its own.
        Runnable dress =
                () -> Application.setUserAgentStylesheet(isDark(wish.getValue(), desktop.getValue()) ? DARK : LIGHT);
        wish.subscribe(dress);
        desktop.subscribe(dress);
        dress.run();
    }

    static boolean isDark(Appearance wish, ColorScheme desktop) {
        return switch (wish) {
            case SYSTEM -> desktop == ColorScheme.DARK;
            case LIGHT -> false;
            case DARK -> true;
        };
    }
}
