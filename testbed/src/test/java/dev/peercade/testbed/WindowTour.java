package dev.peercade.testbed;

import dev.peercade.desktop.theme.Appearance;
import java.nio.file.Path;
import java.util.Locale;
import javafx.application.Platform;

/// A walk through every screen of both apps in real windows, which keeps a picture of each: run by [WindowTourProof] on
/// a virtual screen where a game plays. Also what a new user meets when something goes wrong.
///
/// Arguments: the folder for the pictures, `light` or `dark`, a folder for all else.
final class WindowTour {

    private WindowTour() {}

    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[2]);
        TourWindow window = new TourWindow(
                Path.of(arguments[0]), Appearance.valueOf(arguments[1].toUpperCase(Locale.ROOT)), scratch);
        try (TestMediator mediator = TestMediator.start(scratch)) {
            mediator.rest().register("ben", "cleo", "dora", "emil");
            new StreamerTour(window, mediator).walk();
            new ViewerTour(window, mediator).walk();
        } catch (Throwable e) {
            window.shoot("where-it-stopped");
            throw e;
        } finally {
            // JavaFX goes on without windows.
            Platform.exit();
        }
    }
}
