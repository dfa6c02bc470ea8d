package dev.peercade.desktop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.desktop.problem.ProblemException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownMediatorsTest {

    private static final URI MEDIATOR = URI.create("https://play.example");

    @Test
    void anAcceptedCertificateIsRememberedForItsOwnerOnly(@TempDir Path folder) throws Exception {
        UserFolders folders = UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString()));
        KnownMediators known = new KnownMediators(folders);
        assertThat(known.pin(MEDIATOR)).isNull();
        known.remember(MEDIATOR, "sha-256 AB");
        assertThat(new KnownMediators(folders).pin(URI.create("https://play.example:443/")))
                .isEqualTo("sha-256 AB");
        assertThat(known.pin(URI.create("https://other.example"))).isNull();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("peercade/known-mediators.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNoneOfOursIsToldAndLeftAlone(@TempDir Path folder) throws Exception {
        Path file = Files.createDirectories(folder.resolve("peercade")).resolve("known-mediators.properties");
        Files.writeString(file, "a = \\u12");
        KnownMediators known = new KnownMediators(UserFolders.of(Map.of("XDG_CONFIG_HOME", folder.toString())));
        assertThatThrownBy(() -> known.remember(MEDIATOR, "sha-256 AB"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().remedy()).isEqualTo("Repair or delete it."));
        assertThat(file).hasContent("a = \\u12");
    }

    @Test
    void aRelativePathInAnXdgVariableIsIgnored() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(UserFolders.of(Map.of("XDG_DATA_HOME", "here")).data())
                .isEqualTo(home.resolve(".local/share/peercade"));
        assertThat(UserFolders.of(Map.of("XDG_DATA_HOME", "/there")).data()).isEqualTo(Path.of("/there/peercade"));
        assertThat(UserFolders.of(Map.of()).config()).isEqualTo(home.resolve(".config/peercade"));
    }
}
