package dev.peercade.media.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.media.MediaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlbumTest {

    @TempDir
    Path home;

    private Path pictures = Path.of("/nowhere");
    private Album album = new Album(() -> MediaFolders.of(home, home), Clock.systemUTC());

    @BeforeEach
    void fixTime() {
        pictures = home.resolve("Pictures");
        album = new Album(
                () -> MediaFolders.of(home.resolve(".config"), home),
                Clock.fixed(Instant.parse("2026-11-27T20:05:09Z"), ZoneOffset.UTC));
    }

    @Test
    void filesSayWhatAndWhenInFoldersThatAreThere() throws Exception {
        assertThat(album.picture("Doom")).isEqualTo(pictures.resolve("Peercade Doom 2026-11-27 20.05.09.png"));
        assertThat(pictures).isDirectory();
        assertThat(album.recording("Doom"))
                .isEqualTo(home.resolve("Videos").resolve("Peercade Doom 2026-11-27 20.05.09.mkv"));
    }

    @Test
    void nothingIsWrittenOverNotEvenWhatIsStillToBeWritten() throws Exception {
        assertThat(album.picture("Doom")).hasFileName("Peercade Doom 2026-11-27 20.05.09.png");
        Files.createFile(pictures.resolve("Peercade Doom 2026-11-27 20.05.09 (2).png"));
        assertThat(album.picture("Doom")).hasFileName("Peercade Doom 2026-11-27 20.05.09 (3).png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Freedoom: Phase 1        | 'Freedoom Phase 1 '",
                "../../../etc/passwd      | '.. .. .. etc passwd '",
                "C:\\Windows\\con         | 'C Windows con '",
                "a*b?c<d>e|'a b c d e '",
                "Zelda – Ōkami 大神       | 'Zelda Ōkami 大神 '",
                "'   '                    | ''",
                "''                       | ''",
            })
    void whateverAStrangerCallsAGameIsHarmlessInAName(String game, String part) {
        assertThat(Album.harmless(game)).isEqualTo(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000\n\t\u001b[2J", "exe.\u202egpj", "\ud83d", "a\u0301\u0301\u0301", "🎮🎮"})
    void whatCannotBeSeenOrMisleadsIsLeftOut(String game) throws Exception {
        Path file = album.picture(game);
        assertThat(file.getParent()).isEqualTo(pictures);
        assertThat(file.getFileName().toString())
                .startsWith("Peercade ")
                .doesNotContain("\u0000", "\n", "\u001b", "\u202e", "\ud83d")
                .endsWith("2026-11-27 20.05.09.png");
        Files.createFile(file);
    }

    @Test
    void aLongNameIsCutSoThatAnyFileSystemTakesIt() throws Exception {
        Path file = album.recording("\u5927".repeat(400));
        assertThat(file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(255);
        Files.createFile(file);
        assertThat(album.recording("\ud842\udfb7".repeat(400)).getFileName().toString())
                .doesNotContain("?");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidSo() throws Exception {
        Files.createFile(pictures);
        assertThatThrownBy(() -> album.picture("Doom"))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.remedy()).isNotEmpty())
                .hasMessageContaining(pictures.toString());
    }

    @Test
    void theUsersOwnFoldersCount() throws Exception {
        Path config = Files.createDirectories(home.resolve(".config"));
        Files.writeString(config.resolve("user-dirs.dirs"), """
                # written by xdg-user-dirs-update
                XDG_DESKTOP_DIR="$HOME/Schreibtisch"
                XDG_PICTURES_DIR="$HOME/Bilder"
                XDG_VIDEOS_DIR="/srv/media/my \\"videos\\""
                """);
        assertThat(MediaFolders.of(config, home))
                .isEqualTo(new MediaFolders(home.resolve("Bilder"), Path.of("/srv/media/my \"videos\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XDG_PICTURES_DIR=\"Bilder\"", "XDG_PICTURES_DIR=$HOME/Bilder", "nonsense", "\ufffd"})
    void whatMakesNoSenseThereCountsAsNothing(String line) throws Exception {
        Files.writeString(home.resolve("user-dirs.dirs"), line + "\n");
        assertThat(MediaFolders.of(home, home)).isEqualTo(new MediaFolders(pictures, home.resolve("Videos")));
    }
}
