package dev.peercade.media.keep;

import dev.peercade.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// New files for what a user keeps of a stream, among the user's own. Thread-safe; calls wait for the disk.
public final class Album {

    /// Without colons, which some file systems refuse.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH.mm.ss", Locale.ROOT);

    /// In UTF-16; whatever they are, they take fewer than the 255 bytes that file systems allow, with the rest.
    private static final int NAME_MAX = 48;

    private final Supplier<MediaFolders> folders;
    private final Clock clock;
    private final Set<Path> given = new HashSet<>();

    /// @param clock in the user's time zone
    public Album(Supplier<MediaFolders> folders, Clock clock) {
        this.folders = folders;
        this.clock = clock;
    }

    /// A PNG file that is not there yet, in a folder that is.
    public Path picture(String game) throws MediaException {
        return free(folders.get().pictures(), game, ".png");
    }

    /// Likewise for Matroska.
    public Path recording(String game) throws MediaException {
        return free(folders.get().videos(), game, ".mkv");
    }

    private synchronized Path free(Path folder, String game, String ending) throws MediaException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new MediaException(
                    MediaException.WRITE_FAILED,
                    "The folder '" + folder + "' cannot be made.",
                    "Make it yourself, or see that you may write where it belongs.");
        }
        String name = "Peercade " + harmless(game) + TIME.format(LocalDateTime.now(clock));
        Path file = folder.resolve(name + ending);
        for (int n = 2; Files.exists(file) || !given.add(file); n++) {
            file = folder.resolve(name + " (" + n + ")" + ending);
        }
        return file;
    }

    /// A stranger's text as a part of a file's name: what no file system minds, and nobody is misled by.
    ///
    /// @return ends in a space, or is empty
    static String harmless(String game) {
        String kept = Normalizer.normalize(game, Normalizer.Form.NFC)
                .replaceAll("[^\\p{L}\\p{M}\\p{N} ._,;()+&'!-]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        int end = Math.min(kept.length(), NAME_MAX);
        if (end > 0 && Character.isHighSurrogate(kept.charAt(end - 1))) {
            end--;
        }
        String cut = kept.substring(0, end).strip();
        return cut.isEmpty() ? "" : cut + " ";
    }
}
