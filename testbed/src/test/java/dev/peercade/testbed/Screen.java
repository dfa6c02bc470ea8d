package dev.peercade.testbed;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.image.WritableImage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// JavaFX's headless screen of 1000x1000 pixels, and who sits before it.
record Screen(FxRobot robot) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Screen open() {
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
        return new Screen(new FxRobot());
    }

    /// Returns as soon as this can be seen.
    Node await(String query) {
        return Objects.requireNonNull(
                Awaitility.await(query).atMost(PATIENCE).until(() -> shown(query), Objects::nonNull));
    }

    /// Looked up on the JavaFX thread, which may be about to change it all.
    @Nullable
    Node shown(String query) throws Exception {
        return onFx(() -> robot.lookup(query).queryAll().stream()
                .filter(node -> node.getScene() != null && isVisible(node))
                .findFirst()
                .orElse(null));
    }

    private static boolean isVisible(Node node) {
        return node.isVisible() && (node.getParent() == null || isVisible(node.getParent()));
    }

    /// Those of every tenth pixel in each direction.
    static Set<Integer> colours(Node node) throws Exception {
        WritableImage image = onFx(() -> node.snapshot(null, null));
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 10) {
            for (int x = 0; x < image.getWidth(); x += 10) {
                colours.add(image.getPixelReader().getArgb(x, y));
            }
        }
        return colours;
    }

    static <T extends @Nullable Object> T onFx(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Platform.runLater(task);
        return task.get(30, TimeUnit.SECONDS);
    }
}
