package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both apps in real windows, each screen in both themes; the pictures are kept where `-Dtour.pictures` says, as a
/// screen shows them that enlarges by `-Dtour.scale`.
@Tag("proof")
@Timeout(900)
class WindowTourProof {

    /// Such as 1 or 1.5.
    private static final double SCALE = Double.parseDouble(System.getProperty("tour.scale", "1"));

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyScreenIsReachedInARealWindow(String theme, @TempDir Path folder) throws Exception {
        Path pictures = Path.of(
                System.getProperty("tour.pictures", folder.resolve("pictures").toString()));
        try (VirtualScreen screen = VirtualScreen.start((int) (1440 * SCALE) + "x" + (int) (900 * SCALE))) {
            screen.run(Tools.require("openbox"));
            screen.openFreedoom(640, 400);
            ProcessBuilder tour = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-Dprism.order=sw",
                            "-Dglass.gtk.uiScale=" + SCALE,
                            "-cp",
                            System.getProperty("java.class.path"),
                            WindowTour.class.getName(),
                            pictures.toString(),
                            theme,
                            folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            tour.environment().put("DISPLAY", screen.display());
            tour.environment().remove("DBUS_SESSION_BUS_ADDRESS");
            Process process = tour.start();
            try {
                boolean ended = process.waitFor(600, TimeUnit.SECONDS);
                String log = java.nio.file.Files.readString(folder.resolve("log"));
                assertThat(ended).as(log).isTrue();
                assertThat(process.exitValue()).as(log).isZero();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            File[] kept = pictures.toFile().listFiles((_, name) -> name.endsWith("-" + theme + ".png"));
            assertThat(kept).isNotNull();
            assertThat(Stream.of(kept)).hasSizeGreaterThan(20).allMatch(file -> file.length() > 5_000);
        }
    }
}
