package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the module `packages` has built, unpacked, and started as on a machine that has no Java.
@Tag("proof")
@Timeout(600)
class PackageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path root;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(Path.of("..", "packages", "target"))) {
            List<Path> built =
                    files.filter(file -> file.toString().endsWith(".deb")).toList();
            assertThat(built).as("what mvn -Ppackage package has built").hasSize(1);
            Tools.run(Tools.require("dpkg-deb"), "-x", built.getFirst().toString(), root.toString());
        }
    }

    @Test
    void theCommandRunsOnTheJavaInThePackageAndShowsThePictureOfTheDemo(@TempDir Path home) throws Exception {
        try (PeercadeProcess version = installed(home, "", "/opt/peercade/bin/peercade", "--version")) {
            assertThat(version.exitCode(PATIENCE)).as(version.text()).isZero();
            assertThat(version.text()).startsWith("peercade ");
        }
        Path libjvm = unpacked("/opt/peercade/lib/runtime/lib/server/libjvm.so");
        Path results = home.resolve("results");
        try (PeercadeProcess demo = installed(
                home,
                "",
                "/opt/peercade/bin/peercade",
                "demo",
                "--json",
                "--seconds",
                "3",
                "--output",
                results.toString())) {
            demo.await(event("figures"), PATIENCE);
            assertThat(virtualMachines(demo)).containsOnly(libjvm.toRealPath());
            assertThat(demo.exitCode(PATIENCE)).as(demo.text()).isZero();
        }
        assertThat(results.resolve("demo.mkv")).isNotEmptyFile();
        assertThat(results.resolve("demo.png")).isNotEmptyFile();
    }

    @Test
    void eachEntryOfTheMenuOpensItsWindow(@TempDir Path home) throws Exception {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(unpacked("/opt/peercade/lib/menu"), "*.desktop")) {
            for (Path file : entries) {
                Properties entry = new Properties();
                entry.load(new StringReader(Files.readString(file)));
                names.add(entry.getProperty("Name"));
                assertThat(unpacked(entry.getProperty("Icon"))).isNotEmptyFile();
                opensAndCloses(home, entry.getProperty("Exec"));
            }
        }
        assertThat(names).containsExactlyInAnyOrder("Peercade", "Peercade Studio");
    }

    private static void opensAndCloses(Path home, String program) throws Exception {
        // GTK calls a hidden window by the name of the program.
        String title = "^Peercade( Studio)?$";
        try (VirtualScreen screen = VirtualScreen.start("1280x720")) {
            screen.run(Tools.require("openbox"));
            try (PeercadeProcess window = installed(home, screen.display(), program)) {
                screen.awaitWindow(title);
                screen.type(title, "alt+F4");
                assertThat(window.exitCode(PATIENCE)).as(window.text()).isZero();
                assertThat(window.text()).isEmpty();
            }
        }
    }

    @Test
    void withoutADisplayTheViewerSaysWhyThereIsNoWindow(@TempDir Path home) throws Exception {
        try (PeercadeProcess viewer = installed(home, "", "/opt/peercade/bin/peercade-viewer")) {
            assertThat(viewer.exitCode(PATIENCE)).isEqualTo(2);
            assertThat(viewer.text()).contains("not clear what to watch");
        }
    }

    /// @param display such as `:5`, or empty for none
    /// @param program where it is when installed
    private static PeercadeProcess installed(Path home, String display, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "LANG=C.UTF-8",
                "HOME=" + home,
                "XDG_RUNTIME_DIR=" + home,
                "DISPLAY=" + display,
                unpacked(program).toString()));
        command.addAll(List.of(arguments));
        return PeercadeProcess.byCommand(home, command);
    }

    private static Path unpacked(String installed) {
        return root.resolve(installed.substring(1));
    }

    /// The files of those that this process has loaded.
    private static List<Path> virtualMachines(PeercadeProcess process) throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(process.handle().pid()), "maps"))
                .stream()
                .filter(line -> line.endsWith("libjvm.so"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .toList();
    }
}
