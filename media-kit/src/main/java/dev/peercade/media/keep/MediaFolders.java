package dev.peercade.media.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a user's pictures and videos are: as the file `user-dirs.dirs` of xdg-user-dirs says, else where most
/// systems have them.
public record MediaFolders(Path pictures, Path videos) {

    /// `XDG_PICTURES_DIR="$HOME/Pictures"`: a path below the home folder, or an absolute one; nothing else is allowed.
    private static final Pattern LINE = Pattern.compile("\\s*XDG_(PICTURES|VIDEOS)_DIR=\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");

    /// Reads the file, if there is one.
    ///
    /// @param config such as `~/.config`
    public static MediaFolders of(Path config, Path home) {
        MediaFolders folders = new MediaFolders(home.resolve("Pictures"), home.resolve("Videos"));
        for (String line : lines(config.resolve("user-dirs.dirs"))) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                folders = folders.with(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"), home);
            }
        }
        return folders;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            // As good as none: what it would say is a convenience.
            return List.of();
        }
    }

    private MediaFolders with(String kind, String value, Path home) {
        String path = value.startsWith("$HOME/") ? home + value.substring("$HOME".length()) : value;
        if (!path.startsWith("/")) {
            return this;
        }
        return kind.equals("PICTURES")
                ? new MediaFolders(Path.of(path), videos)
                : new MediaFolders(pictures, Path.of(path));
    }
}
